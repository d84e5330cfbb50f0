using System.Text.Json;

namespace Zhike.Customers.Segments.Views;

/// <param name="AsOf">The business date when not given.</param>
public sealed record ExpressionRequest(JsonElement Expression, DateOnly? AsOf);

/// <param name="Total">The viewer's customers who are asked about.</param>
/// <param name="Customers">For whom all steps hold.</param>
public sealed record Breakdown(DateOnly AsOf, long Total, long Customers, IReadOnlyList<BreakdownStep> Steps);

/// <param name="Part">The condition as it stands in the expression.</param>
/// <param name="Left">For whom it and all before it hold.</param>
/// <param name="Removed">Whom it takes away from those left by the ones before it.</param>
/// <param name="Alone">For whom it holds by itself.</param>
/// <param name="Without">For whom all the others hold: the size if it were dropped.</param>
public sealed record BreakdownStep(JsonElement Part, long Left, long Removed, long Alone, long Without);

/// <param name="Segments">Keys, instead of expressions.</param>
public sealed record OverlapRequest(IReadOnlyList<JsonElement>? Expressions, IReadOnlyList<string>? Segments, DateOnly? AsOf);

public sealed record Overlap(DateOnly AsOf, long Total, IReadOnlyList<OverlapRegion> Regions);

/// <param name="In">Numbers of those that hold, and no other does; empty: none of them.</param>
public sealed record OverlapRegion(IReadOnlyList<int> In, long Customers);

/// <param name="Segment">A key, instead of an expression.</param>
/// <param name="AsOf">Any date: the portrait is of the tags and the members of that day.</param>
public sealed record PortraitRequest(JsonElement? Expression, string? Segment, DateOnly? AsOf);

/// <param name="TagDate">The batch whose tags are shown.</param>
/// <param name="Tags">Those first that distinguish most.</param>
public sealed record Portrait(DateOnly AsOf, DateOnly TagDate, long Customers, long Total, IReadOnlyList<PortraitTag> Tags);

/// <param name="Distance">0: as everybody. Sum over the pieces of lift squared by the share of all.</param>
public sealed record PortraitTag(string Key, string NameZh, string NameEn, string Dimension, double Distance, IReadOnlyList<PortraitPiece> Pieces);

/// <param name="Value">A band's English name, a code, or empty for none.</param>
/// <param name="Share">Of the segment.</param>
/// <param name="ShareAll">Of all the viewer's customers.</param>
/// <param name="Index">Share by ShareAll, 1 where the segment is as everybody; null with too few to say.</param>
/// <param name="Lift">Share minus ShareAll.</param>
public sealed record PortraitPiece(string Value, string NameZh, string NameEn, long Customers, long CustomersAll, double Share, double ShareAll, double? Index, double Lift);

/// <param name="Entered">Since the version before; null at the first.</param>
public sealed record HistoryPoint(ulong Version, DateOnly AsOf, DateTimeOffset ComputedAt, long Customers, long? Entered, long? Left);

/// <param name="List">Key of the list that takes the members.</param>
/// <param name="Version">The newest when not given.</param>
public sealed record FreezeRequest(string List, string NameZh, string? NameEn, ulong? Version);
