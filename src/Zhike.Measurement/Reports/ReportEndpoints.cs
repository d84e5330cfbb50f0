using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Contracts.Journeys;

namespace Zhike.Measurement.Reports;

/// <summary>The report of a strategy, and the customers behind each of its numbers.</summary>
internal static class ReportEndpoints
{
    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/reports").WithTags("Reports");
        api.MapGet("/{journey}", ReportAsync).Require(Permission.ViewReports).Produces<StrategyReport>();
        api.MapGet("/{journey}/people", PeopleAsync).Require(Permission.ViewCustomers).Produces<Page<ReportPerson>>();
    }

    private static async Task<IResult> ReportAsync(string journey, string? run, ICurrentViewer current, ReportQuery report, CancellationToken cancel) =>
        (await report.RunAsync(current.Viewer("strategy report"), journey, run ?? Runs.Live, cancel).ConfigureAwait(false)).ToHttp();

    private static async Task<IResult> PeopleAsync(
        string journey, [AsParameters] PeopleParameters asked, ICurrentViewer current, PeopleQuery people, CancellationToken cancel)
    {
        var page = PageRequest.From(asked.Page, asked.Size);
        if (!page.Ok)
        {
            return page.Problem.ToHttp();
        }

        var question = new PeopleQuestion(
            journey, asked.Run ?? Runs.Live, asked.Measure ?? "entered", asked.Arm ?? "", asked.Channel ?? "", asked.Decision ?? "", asked.Node ?? "");
        return (await people.RunAsync(current.Viewer("people of a report"), question, page.Value, cancel).ConfigureAwait(false)).ToHttp();
    }
}

/// <summary>Which number is opened; see the measures of the report.</summary>
internal sealed record PeopleParameters(string? Run, string? Measure, string? Arm, string? Channel, string? Decision, string? Node, int? Page, int? Size);
