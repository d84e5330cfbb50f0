using Zhike.Contracts.Jobs;
using Zhike.Intake.Import;
using Zhike.Intake.Import.Reading;
using Zhike.Kernel;

namespace Zhike.Intake.Tests.Import.Reading;

/// <summary>Queries whose connection breaks while their rows are on their way.</summary>
public sealed class CutQueryTests
{
    private const int Customers = 20_000;
    private const int ChunkRows = 1_000;

    [Theory]
    [InlineData("postgresql")]
    [InlineData("mysql")]
    public async Task A_query_whose_connection_breaks_is_said_to_have_failed_keeps_its_key_and_gives_everything_once_the_next_time(string kind)
    {
        var server = await OtherDatabase.NewAsync(kind);
        await server.FillAsync(Customers);
        var stage = await ImportStage.NewAsync();
        stage.Configuration["Sources:Connections:core"] = server.Connection;
        stage.Write("mapping.yaml", server.Mapping);
        using var importer = new Importer(
            stage.Service<ImportStores>(), stage.Log, stage.Service<SourceMarks>(), stage.Service<RowSources>(), stage.Service<BankClock>(), stage.Service<IIds>()) { ChunkRows = ChunkRows };

        await Should.ThrowAsync<ProblemException>(() => importer.RunAsync(Path.Combine(stage.Folder, "mapping.yaml"), dryRun: false, new Cutting(server), CancellationToken.None));
        var whole = await stage.CountAsync("SELECT count() FROM customers FINAL");
        var report = (await stage.RunAsync("mapping.yaml")).Single();
        var after = (await stage.RunAsync("mapping.yaml")).Single();

        whole.ShouldBeLessThan(Customers);
        (whole % ChunkRows).ShouldBe(0, "a chunk is stored whole or not at all");
        (report.Rows, report.Accepted + report.Unchanged, report.RefusedRows).ShouldBe((Customers, Customers, 0));
        report.Unchanged.ShouldBe(whole);
        (after.Rows, after.Unchanged).ShouldBe((1, 1));
        (await stage.TextAsync("SELECT concat(toString(count()), ' ', toString(uniqExact(customer_no))) FROM customers")).ShouldBe($"{Customers} {Customers}");
        var history = (await stage.Log.ListAsync(new Contracts.Http.PageRequest(1, 10), CancellationToken.None)).Items;
        history.Select(r => (r.State, r.KeyFrom, r.KeyTo)).ShouldBe([(ImportState.Done, "20000", "20000"), (ImportState.Done, "", "20000"), (ImportState.Failed, "", "")]);
    }

    /// <summary>Breaks the connection once the first chunk is stored.</summary>
    private sealed class Cutting(OtherDatabase server) : IProgressSink
    {
        private bool _cut;

        public void Report(string step, long done, long total)
        {
            if (!_cut && step.StartsWith("import", StringComparison.Ordinal))
            {
                _cut = true;
                using var over = new ManualResetEventSlim();
                _ = Task.Run(async () =>
                {
                    await server.CutAsync();
                    over.Set();
                });
                over.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
            }
        }
    }
}
