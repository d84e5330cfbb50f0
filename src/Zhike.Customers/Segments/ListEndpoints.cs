using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Customers.Segments.Lists;
using Zhike.Kernel;
using Zhike.Storage.Audit;

namespace Zhike.Customers.Segments;

/// <param name="CustomerNumbers">The bank's customer numbers (客户号), at most a million.</param>
public sealed record ListUpload(string NameZh, string NameEn, IReadOnlyList<string> CustomerNumbers);

/// <summary>Lists of customers over HTTP.</summary>
internal static class ListEndpoints
{
    private const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const long FileBytesMax = 512L << 20;

    public static void MapLists(this IEndpointRouteBuilder routes)
    {
        var lists = routes.MapGroup("/api/v1/lists").Require(Permission.ViewCustomers).WithTags("lists");
        lists.MapGet("", async (CustomerLists all, ICurrentViewer who, CancellationToken cancel) =>
            TypedResults.Ok(await all.ReadAsync(who.Viewer("list lists"), cancel))).Produces<IReadOnlyList<CustomerListRow>>();
        lists.MapPost("{key}/file", FileAsync).Require(Permission.EditDefinitions).WithMetadata(new RequestSizeLimitAttribute(FileBytesMax))
            .Accepts<Stream>("text/csv", Excel).Produces<ListReport>();
        lists.MapGet("{key}/problems", async (string key, ListUploads uploads, CancellationToken cancel) => TypedResults.Ok(await uploads.ProblemsAsync(key, cancel)))
            .Require(Permission.EditDefinitions).Produces<IReadOnlyList<ListProblem>>();
        lists.MapPut("{key}", UploadAsync).Require(Permission.EditDefinitions).Produces<CustomerListRow>();
    }

    private static async Task<IResult> UploadAsync(
        string key, ListUpload upload, CustomerLists lists, IAudit audit, ICurrentViewer who, CancellationToken cancel)
    {
        var errors = Check(key, upload);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors).ToHttp();
        }

        await lists.UploadAsync(key, upload.NameZh, upload.NameEn, who.Staff, upload.CustomerNumbers, cancel);
        await audit.RecordAsync(new AuditEntry(who.Staff, "list_uploaded", $"list/{key}", $"{upload.CustomerNumbers.Count} customer numbers"), cancel);
        return TypedResults.Ok((await lists.ReadAsync(who.Viewer("upload list"), cancel)).First(l => l.Key == key));
    }

    /// <summary>The body is the file itself, which streams through.</summary>
    private static async Task<IResult> FileAsync(
        string key, string nameZh, string? nameEn, HttpRequest request, ListUploads uploads, IAudit audit, ICurrentViewer who, CancellationToken cancel)
    {
        var errors = CheckNames(key, nameZh, "key");
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors).ToHttp();
        }

        var name = new ListName(key, nameZh, string.IsNullOrWhiteSpace(nameEn) ? nameZh : nameEn, who.Staff);
        var viewer = who.Viewer("upload list");
        var report = await uploads.ReadAsync(viewer, name, NumberRows.ReadAsync(request.Body, cancel), cancel);
        await audit.RecordAsync(
            new AuditEntry(who.Staff, "list_uploaded", $"list/{key}", $"{report.Rows} rows: {report.Matched} matched, {report.Unmatched} unmatched, {report.Duplicates} duplicates, {report.Bad} bad"), cancel);
        return TypedResults.Ok(report);
    }

    private static List<FieldError> Check(string key, ListUpload upload)
    {
        var errors = CheckNames(key, upload.NameZh, "key");
        if (upload.CustomerNumbers is not { Count: > 0 and <= CustomerLists.NumbersMax })
        {
            errors.Add(new FieldError("customerNumbers", $"must hold 1 to {CustomerLists.NumbersMax} customer numbers"));
        }

        return errors;
    }

    /// <param name="field">What the key is called in the request.</param>
    internal static List<FieldError> CheckNames(string key, string nameZh, string field)
    {
        var errors = new List<FieldError>();
        if (key is not { Length: >= 2 and <= 60 } || !key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'))
        {
            errors.Add(new FieldError(field, "must be 2 to 60 of a-z, 0-9, '-' and '_'"));
        }

        if (string.IsNullOrWhiteSpace(nameZh))
        {
            errors.Add(new FieldError("nameZh", "is missing"));
        }

        return errors;
    }
}
