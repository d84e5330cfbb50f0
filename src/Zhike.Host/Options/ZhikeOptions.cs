using System.Globalization;
using Zhike.Contracts.Bank;
using Zhike.Kernel;
using Zhike.Storage;

namespace Zhike.Host.Options;

/// <summary>The options of <see cref="OptionCatalogue"/>, checked and typed.</summary>
public sealed record ZhikeOptions
{
    /// <summary>An absolute path.</summary>
    public required string DataFolder { get; init; }

    public required string Address { get; init; }

    public required int Port { get; init; }

    public required bool Demo { get; init; }

    /// <summary>Null when there is none.</summary>
    public required string? CatalogueFolder { get; init; }

    public required string? DemoFolder { get; init; }

    public required DateOnly DemoReplayFrom { get; init; }

    public required string? ConsoleFolder { get; init; }

    /// <summary>Where zhike.js was built; null when it was not.</summary>
    public required string? SdkFolder { get; init; }

    public required StorageOptions Storage { get; init; }

    public required BankOptions Bank { get; init; }

    /// <summary>Somebody chose the currency; else a demo bank has its own.</summary>
    public required bool CurrencyGiven { get; init; }

    /// <summary>Null: nobody but run-day starts the nightly batch.</summary>
    public required TimeOnly? NightlyAt { get; init; }

    public required SignInOptions SignIn { get; init; }

    public required int TokenDaysMax { get; init; }

    /// <summary>Only this machine can reach the server.</summary>
    public bool IsLoopback => Address == "localhost" || System.Net.IPAddress.IsLoopback(System.Net.IPAddress.Parse(Address));

    /// <summary>Every option that is wrong, each with its key, refused once.</summary>
    public static Result<ZhikeOptions> Read(IConfiguration configuration)
    {
        var text = OptionCatalogue.All.ToDictionary(o => o.Key, o => configuration[o.Key] ?? o.Default);
        var errors = OptionCatalogue.All
            .Select(o => (o.Key, Wrong: o.Check(text[o.Key])))
            .Where(o => o.Wrong is not null)
            .Select(o => new FieldError(o.Key, o.Wrong!))
            .ToList();
        return errors.Count > 0 ? Problem.Invalid(errors) : Typed(text);
    }

    private static ZhikeOptions Typed(Dictionary<string, string> text)
    {
        var data = Path.GetFullPath(text["Data"]);
        return new ZhikeOptions
        {
            DataFolder = data,
            Address = text["Address"],
            Port = Whole("Port"),
            Demo = bool.Parse(text["Demo"]),
            CatalogueFolder = Shipped(text["Catalogue"], "catalog"),
            DemoFolder = Shipped(text["DemoFolder"], "demo"),
            DemoReplayFrom = DateOnly.ParseExact(text["DemoReplayFrom"], OptionChecks.DayFormat, CultureInfo.InvariantCulture),
            ConsoleFolder = Shipped(text["Console"], Path.Combine("console", "dist")),
            SdkFolder = Shipped("", Path.Combine("sdk", "dist")),
            Storage = new StorageOptions
            {
                DataFolder = data,
                FactsConnection = text["Facts:Connection"],
                FactsDatabase = text["Facts:Database"],
                LibraryPath = text["Facts:LibraryPath"],
                FactsConnections = Whole("Facts:Connections"),
                RecordsConnection = text["Records:Connection"],
                Keys = text["Keys:Folder"],
                DiskReserveBytes = (long)Whole("Disk:ReserveMiB") << 20,
            },
            Bank = new BankOptions
            {
                Name = text["Bank:Name"],
                TimeZone = text["Bank:TimeZone"],
                Currency = text["Bank:Currency"].Length == 0 ? new BankOptions().Currency : text["Bank:Currency"],
                QuietFrom = Time(text["Bank:QuietFrom"]),
                QuietTo = Time(text["Bank:QuietTo"]),
                CapContacts = Whole("Bank:CapContacts"),
                CapDays = Whole("Bank:CapDays"),
                ManagerDailyCapacity = Whole("Bank:ManagerDailyCapacity"),
            },
            CurrencyGiven = text["Bank:Currency"].Length > 0,
            NightlyAt = text["Bank:NightlyAt"].Length == 0 ? null : Time(text["Bank:NightlyAt"]),
            SignIn = new SignInOptions(
                TimeSpan.FromHours(Whole("SignIn:SessionHours")),
                TimeSpan.FromMinutes(Whole("SignIn:IdleMinutes")),
                Whole("SignIn:AttemptsMax"),
                TimeSpan.FromMinutes(Whole("SignIn:WaitMinutes")),
                bool.Parse(text["SignIn:SecureCookie"])),
            TokenDaysMax = Whole("Tokens:DaysMax"),
        };

        int Whole(string key) => int.Parse(text[key], CultureInfo.InvariantCulture);
    }

    private static TimeOnly Time(string text) => TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The configured folder, or the first of that name beside or above the program; null when there is none.</summary>
    private static string? Shipped(string configured, string name)
    {
        if (configured.Length > 0)
        {
            return Directory.Exists(configured) ? Path.GetFullPath(configured) : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, name);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}

/// <param name="AttemptsMax">Failures of one user within <paramref name="Wait"/>; an address may have <see cref="AddressFactor"/> times as many.</param>
public sealed record SignInOptions(TimeSpan SessionLife, TimeSpan Idle, int AttemptsMax, TimeSpan Wait, bool SecureCookie)
{
    public const int AddressFactor = 4;
}
