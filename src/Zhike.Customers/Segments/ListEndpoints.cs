using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Kernel;
using Zhike.Storage.Audit;

namespace Zhike.Customers.Segments;

/// <param name="CustomerNumbers">The bank's customer numbers (客户号), at most a million.</param>
public sealed record ListUpload(string NameZh, string NameEn, IReadOnlyList<string> CustomerNumbers);

/// <summary>Lists of customers over HTTP.</summary>
internal static class ListEndpoints
{
    public static void MapLists(this IEndpointRouteBuilder routes)
    {
        var lists = routes.MapGroup("/api/v1/lists").Require(Permission.ViewCustomers).WithTags("lists");
        lists.MapGet("", async (CustomerLists all, ICurrentViewer who, CancellationToken cancel) =>
            TypedResults.Ok(await all.ReadAsync(who.Viewer("list lists"), cancel))).Produces<IReadOnlyList<CustomerListRow>>();
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
