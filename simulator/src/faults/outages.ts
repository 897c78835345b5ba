/** Which of the servers behind storage and cache are away for everybody. */
export class Outages {
  postgres = false;
  redis = false;
}
