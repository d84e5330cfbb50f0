using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Intake.Plan;
using Zhike.Kernel;
using Zhike.Storage.Definitions;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Plan;

/// <summary>A judge over plans that a test writes as YAML.</summary>
internal sealed class PlanStage
{
    private readonly PlanJudge _judge;

    public PlanStage(params string[] plans)
    {
        var clock = new BankClock(new FakeClock(TestServices.Start), TimeZoneInfo.Utc);
        Samples = new ViolationSamples(clock);
        var live = new LivePlans(null!, new ServiceCollection().BuildServiceProvider(), Microsoft.Extensions.Logging.Abstractions.NullLogger<LivePlans>.Instance);
        live.Use(new CompiledPlans([.. plans.Select(Plan)], Hash));
        _judge = new PlanJudge(live, Samples);
    }

    public static PropertyHash Hash { get; } = new("test"u8.ToArray());

    public ViolationSamples Samples { get; }

    public static Result<TrackingPlan> Read(string yaml) => PlanReader.Read(Json(yaml));

    public static JsonElement Json(string yaml) => DocumentText.ParseMany(yaml, "plan").OrThrow().Single();

    public Judgement Judge(string name, byte[] properties) => _judge.Judge("app", "track", name, properties);

    public Judgement Judge(string name, string properties, string type = "track", string source = "app") =>
        _judge.Judge(source, type, name, Encoding.UTF8.GetBytes(properties));

    /// <summary>Of a context, as <see cref="Said"/>.</summary>
    public string SaidOfContext(string context) => Said(_judge.JudgeContext("app", "app_login", Encoding.UTF8.GetBytes(context)));

    /// <summary>"Mark missing:amount | {…}": verdict, violations, and what is stored when it changed.</summary>
    public string Said(string name, string properties, string type = "track", string source = "app") => Said(Judge(name, properties, type, source));

    private static string Said(Judgement judged)
    {
        var stored = judged.Properties is { } changed ? " | " + Encoding.UTF8.GetString(changed) : "";
        return $"{judged.Verdict} {string.Join(' ', judged.Violations)}".TrimEnd() + stored;
    }

    /// <summary>The text of the plan that is shipped.</summary>
    public static string Shipped()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Zhike.slnx")))
        {
            root = root.Parent;
        }

        return File.ReadAllText(Path.Combine(root!.FullName, "catalog", "tracking", "retail-app.yaml"));
    }

    private static TrackingPlan Plan(string yaml) => Read(yaml).OrThrow();
}
