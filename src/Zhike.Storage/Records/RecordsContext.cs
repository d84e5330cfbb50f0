using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Zhike.Storage.Records;

/// <summary>The records store through EF Core, the same on SQLite and PostgreSQL. Instants are kept as Unix milliseconds,
/// days as ISO text, decimals as invariant text, ids as text, columns in snake_case: one form that both stores compare alike.</summary>
public sealed class RecordsContext(DbContextOptions<RecordsContext> options, IEnumerable<IRecordsModel> models) : DbContext(options)
{
    internal IReadOnlyList<IRecordsModel> Models { get; } = [.. models];

    /// <summary>Saves; a row that somebody else changed meanwhile is a <see cref="Kernel.ProblemException"/> with code "changed_meanwhile".</summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        foreach (var entry in ChangeTracker.Entries<IRevised>())
        {
            if (entry.State is EntityState.Added or EntityState.Modified)
            {
                entry.Entity.Revision++;
            }
        }

        try
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new Kernel.ProblemException(Kernel.Problem.Conflict("changed_meanwhile", "Somebody else changed this meanwhile. Load it again and repeat your change."));
        }
        catch (DbUpdateException problem) when (problem.InnerException is Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 13 } or Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.DiskFull })
        {
            throw new Kernel.ProblemException(new Kernel.Problem(Kernel.ProblemKind.Unavailable, "disk_full", "This was not saved: the disk is full. Nothing of it was kept."));
        }
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var model in Models)
        {
            model.Configure(modelBuilder);
        }

        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
                if (property.Name == nameof(IRevised.Revision) && typeof(IRevised).IsAssignableFrom(entity.ClrType))
                {
                    property.IsConcurrencyToken = true;
                }
            }
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantAsMilliseconds>();
        configurationBuilder.Properties<DateOnly>().HaveConversion<DayAsText>();
        configurationBuilder.Properties<Guid>().HaveConversion<GuidAsText>();
        configurationBuilder.Properties<decimal>().HaveConversion<DecimalAsText>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
    }

    private static string SnakeCase(string name)
    {
        var snake = new StringBuilder(name.Length + 8);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && snake.Length > 0)
            {
                snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(c));
        }

        return snake.ToString();
    }

    private sealed class InstantAsMilliseconds() : ValueConverter<DateTimeOffset, long>(
        v => v.ToUnixTimeMilliseconds(), v => DateTimeOffset.FromUnixTimeMilliseconds(v));

    private sealed class DayAsText() : ValueConverter<DateOnly, string>(
        v => v.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), v => DateOnly.ParseExact(v, "yyyy-MM-dd", CultureInfo.InvariantCulture));

    private sealed class GuidAsText() : ValueConverter<Guid, string>(v => v.ToString("D"), v => Guid.ParseExact(v, "D"));

    private sealed class DecimalAsText() : ValueConverter<decimal, string>(
        v => v.ToString(CultureInfo.InvariantCulture), v => decimal.Parse(v, CultureInfo.InvariantCulture));
}

/// <summary>EF keeps one model a context type; tests that register fewer rooms need one a set of rooms.</summary>
internal sealed class ModelPerRooms : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) =>
        (string.Join(',', ((RecordsContext)context).Models.Select(m => m.GetType().FullName)), designTime);
}
