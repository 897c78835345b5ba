import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './styles/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { followFeed, queryClient } from './api/queries.ts';
import { SignInFailed } from './session/sign-in-failed.tsx';
import { startPreferences } from './preferences/preferences.ts';
import { router } from './router.tsx';
import { PersonProvider } from './session/person-context.tsx';
import { startSession } from './session/session.ts';

const element = document.getElementById('root');
if (element === null) throw new Error('index.html has no #root');
const page = createRoot(element);

startPreferences();

try {
  const person = await startSession();
  followFeed();
  page.render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <PersonProvider person={person}>
          <RouterProvider router={router} />
        </PersonProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
} catch (failure) {
  page.render(<SignInFailed failure={failure} />);
}
