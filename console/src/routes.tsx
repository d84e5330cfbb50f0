import { createBrowserRouter } from "react-router";
import { RouteProblem } from "./layout/RouteProblem";
import { Loading } from "./layout/States";

/** The map of the console. Every page is fetched when it is first opened. */
export const router = createBrowserRouter([
  {
    errorElement: <RouteProblem />,
    hydrateFallbackElement: <Loading />,
    children: [
      { path: "/sign-in", lazy: () => import("./sign-in/SignInPage") },
      {
        lazy: () => import("./layout/Shell"),
        children: [
          {
            errorElement: <RouteProblem />,
            children: [{ index: true, lazy: () => import("./home/HomePage") }],
          },
        ],
      },
    ],
  },
]);
