using Zhike.Kernel;

namespace Zhike.Contracts.Bank;

/// <summary>A room's figures for the home page, by key: "customers", "aum", "work_orders_open" …</summary>
public interface IHomeFigures
{
    /// <summary>Counts as numbers, amounts as decimals, within the viewer's scope.</summary>
    Task<IReadOnlyDictionary<string, decimal>> FiguresAsync(Viewer viewer, CancellationToken cancel);
}
