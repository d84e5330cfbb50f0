using Zhike.Kernel;

namespace Zhike.Contracts.Http;

/// <summary>One page of a list.</summary>
/// <param name="Total">Rows in all, within the viewer's scope.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, long Total);

/// <summary>Which page: number from 1, size 1 to 200.</summary>
public sealed record PageRequest(int Number, int Size)
{
    public const int SizeMax = 200;

    public long Offset => (long)(Number - 1) * Size;

    /// <summary>Defaults: page 1, size 50.</summary>
    public static Result<PageRequest> From(int? page, int? size)
    {
        var errors = new List<FieldError>();
        if (page is < 1 or > 1_000_000)
        {
            errors.Add(new FieldError("page", "must be 1 or more"));
        }

        if (size is < 1 or > SizeMax)
        {
            errors.Add(new FieldError("size", $"must lie between 1 and {SizeMax}"));
        }

        return errors.Count > 0 ? Problem.Invalid(errors) : new PageRequest(page ?? 1, size ?? 50);
    }
}
