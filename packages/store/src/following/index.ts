export { FollowerCursors, type FollowerIdentity, type Move } from './follower-cursors.ts';
