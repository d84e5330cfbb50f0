using Microsoft.Extensions.Configuration;
using Zhike.Intake.Mapping;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Intake.Import.Reading;

/// <summary>Opens what a mapping says its rows come from.</summary>
internal sealed class RowSources(FileEngine engine, IFacts facts, BankClock clock, IConfiguration? configuration = null)
{
    /// <param name="since">Largest incremental key of the last finished run; null reads from the beginning.</param>
    public IRowSource Open(SourceFile source, string? since)
    {
        switch (source.Kind)
        {
            case SourceKind.Csv:
                return new DelimitedRows(new CsvScanner(SourceStream.Open(source), source), SizeOf(source));
            case SourceKind.JsonLines:
                return new ReadRows(new JsonLinesReader(SourceStream.Open(source), SizeOf(source)), source);
            case SourceKind.Excel:
                return new ReadRows(new ExcelReader(SourceStream.Open(source), source), source);
            case SourceKind.Parquet:
                return new ReadRows(new ParquetReader(engine, source, clock.Zone.Id), source);
            case SourceKind.PostgreSql:
                return new ReadRows(new PostgresReader(source.Query!, Connection(source.Query!), clock.Zone.Id, since), source);
            case SourceKind.MySql:
                return new ReadRows(new MySqlReader(source.Query!, Connection(source.Query!), clock.Zone.GetUtcOffset(clock.GetUtcNow()), since), source);
            default:
                return new ReadRows(new KafkaReader(facts, KafkaTopic.Of(source.Query!, Connection(source.Query!)), since), source);
        }
    }

    private string Connection(SourceQuery query) => configuration?[$"Sources:Connections:{query.Connection}"] is { Length: > 0 } found
        ? found
        : throw new ProblemException(Problem.Invalid(
            "source.connection", Said.Of("unknown_connection", $"names {query.Connection}, which the configuration does not know: set Sources:Connections:{query.Connection}")));

    /// <summary>0 where the bytes read will not be those of the file.</summary>
    private static long SizeOf(SourceFile source) => source.Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? 0 : new FileInfo(source.Path).Length;
}
