import { LockOutlined, UserOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Form, Input } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { api, type Schemas, unwrap } from "../api/client";
import { ApiProblem } from "../api/problem";
import { useSession, useSignIn } from "../api/session";
import { useSetup } from "../home/queries";
import { SetupProgress } from "../home/SetupProgress";
import { useWords } from "../i18n/useWords";
import { LanguageSwitch } from "../layout/LanguageSwitch";
import { Mark } from "../layout/Mark";
import { useProblemText } from "../layout/States";
import "./sign-in.css";

/** Only a demo bank answers; a real one has no such door. */
function useDemoSignIns() {
  return useQuery({
    queryKey: ["session", "demo"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/session/demo", { signal })).catch(() => [] as Schemas["DemoSignIn"][]),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

function DemoSignIns({
  people,
  choose,
}: {
  people: Schemas["DemoSignIn"][];
  choose: (person: Schemas["DemoSignIn"]) => void;
}) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <section className="zk-demo">
      <h2>{t("signIn.demoTitle")}</h2>
      <p>{t("signIn.demoHint")}</p>
      <ul>
        {people.map((person) => (
          <li key={person.user}>
            <button type="button" onClick={() => choose(person)}>
              <strong>{person.nameZh}</strong>
              <span>{words("role", person.role)}</span>
              <code>{person.user}</code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Component() {
  const { t } = useTranslation();
  const session = useSession();
  const signIn = useSignIn();
  const demo = useDemoSignIns();
  const setup = useSetup();
  const problemText = useProblemText();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [form] = Form.useForm<Schemas["SignIn"]>();
  const wanted = search.get("to") ?? "/";
  const target = wanted.startsWith("/") && !wanted.startsWith("//") ? wanted : "/";
  const signedIn = Boolean(session.data);

  useEffect(() => {
    document.title = `${t("signIn.title")} · ${t("common.product")}`;
  }, [t]);
  useEffect(() => {
    if (signedIn) navigate(target, { replace: true });
  }, [signedIn, target, navigate]);

  const refusal = (problem: unknown) =>
    problem instanceof ApiProblem && (problem.status === 401 || problem.status === 403)
      ? t("signIn.wrong")
      : problem instanceof ApiProblem && problem.status === 429
        ? t("signIn.throttled")
        : problemText(problem);

  return (
    <div className="zk-sign-in">
      <aside>
        <div className="zk-sign-brand">
          <Mark size={44} />
          <span>
            <strong>{t("common.brand")}</strong>
            <small>{t("common.motto")}</small>
          </span>
        </div>
        <h1>{t("signIn.headline")}</h1>
        <ol>
          {(["data", "insight", "strategy", "touch", "result"] as const).map((step) => (
            <li key={step}>
              <b>{t(`home.${step}`)}</b>
              <span>{t(`signIn.${step}`)}</span>
            </li>
          ))}
        </ol>
        <p className="zk-sign-foot">{t("signIn.foot")}</p>
      </aside>
      <main>
        <div className="zk-sign-language">
          <LanguageSwitch />
        </div>
        <div className="zk-sign-box">
          <div className="zk-sign-small-brand">
            <Mark size={36} /> <strong>{t("common.brand")}</strong>
          </div>
          <h2>{t("signIn.title")}</h2>
          {setup.data && !setup.data.ready && <SetupProgress setup={setup.data} />}
          <Form
            form={form}
            layout="vertical"
            requiredMark={false}
            size="large"
            onFinish={(values) => signIn.mutate(values)}
          >
            <Form.Item
              name="user"
              label={t("signIn.user")}
              rules={[{ required: true, message: t("signIn.userMissing") }]}
            >
              <Input prefix={<UserOutlined className="zk-soft" />} autoComplete="username" autoFocus />
            </Form.Item>
            <Form.Item
              name="password"
              label={t("signIn.password")}
              rules={[{ required: true, message: t("signIn.passwordMissing") }]}
            >
              <Input.Password prefix={<LockOutlined className="zk-soft" />} autoComplete="current-password" />
            </Form.Item>
            {signIn.error && <Alert type="error" showIcon title={refusal(signIn.error)} style={{ marginBottom: 16 }} />}
            <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
              {t("signIn.submit")}
            </Button>
          </Form>
          {demo.data && demo.data.length > 0 && (
            <DemoSignIns
              people={demo.data}
              choose={(person) => {
                form.setFieldsValue({ user: person.user, password: person.password });
                signIn.mutate({ user: person.user, password: person.password });
              }}
            />
          )}
        </div>
      </main>
    </div>
  );
}
