namespace Zhike.Host.Options;

/// <summary>Every option there is, in one place: key, default, meaning, check. docs/options.md is printed from it.</summary>
public static class OptionCatalogue
{
    public static IReadOnlyList<OptionEntry> All { get; } =
    [
        new("Data", "./data", "Folder that holds everything Zhike keeps: facts, records, and the keys unless Keys:Folder names another place.", OptionChecks.NotEmpty),
        new("Address", "127.0.0.1", "Address to listen on; 0.0.0.0 for every one of this machine.", OptionChecks.Address),
        new("Port", "5080", "Port to listen on; 0 takes a free one.", OptionChecks.Whole(0, 65535)),
        new("Demo", "true", "Load the demo bank into an empty data folder.", OptionChecks.Flag),
        new("Catalogue", "", "Folder of the shipped definitions; empty finds catalog/ beside or above the program.", OptionChecks.Any),
        new("DemoFolder", "", "Folder of the demo bank; empty finds demo/ beside or above the program.", OptionChecks.Any),
        new("DemoReplayFrom", "1993-01-01", "First day that the demo bank replays its strategy from; a later one makes the first start shorter.", OptionChecks.Day),
        new("Console", "", "Folder of the built console; empty finds console/dist beside or above the program.", OptionChecks.Any),

        new("Facts:Connection", "", "Empty: the engine in this process. Else a ClickHouse server, https://user:password@host:8443/database.", OptionChecks.HttpUrlOrEmpty) { Secret = true },
        new("Facts:Database", "zhike", "Database of the engine in this process.", OptionChecks.Name),
        new("Facts:LibraryPath", "", "The engine's library (libchdb.so), where it is not under native/ or beside the program.", OptionChecks.FileOrEmpty),
        new("Facts:Connections", "8", "How many statements may run at once; more wait their turn.", OptionChecks.Whole(2, 64)),
        new("Records:Connection", "", "Empty: SQLite in the data folder. Else PostgreSQL, Host=…;Database=…;Username=…;Password=….", OptionChecks.Any) { Secret = true },

        new("Disk:ReserveMiB", "512", "Of the data folder's disk, so much stays free: below it no events, files or jobs are taken, and /health/ready says so.", OptionChecks.Whole(0, 1_000_000)),
        new("Keys:Folder", "", "Folder of the keys that open personal data and waiting messages; empty: keys/ in the data folder. Keep it on another disk than the data.", OptionChecks.Any),

        new("Bank:Name", "知客示例银行", "The bank's name on the screen and in messages.", OptionChecks.NotEmpty),
        new("Bank:TimeZone", "Asia/Shanghai", "Zone in which business days and quiet hours are counted.", OptionChecks.Zone),
        new("Bank:Currency", "", "Currency of every amount; empty: CNY, and CZK (crowns) on the demo bank.", OptionChecks.CurrencyOrEmpty),
        new("Bank:QuietFrom", "21:00", "No contact from this local time (included) …", OptionChecks.TimeOfDay),
        new("Bank:QuietTo", "09:00", "… until this one (excluded); the span may pass midnight.", OptionChecks.TimeOfDay),
        new("Bank:CapContacts", "3", "At most so many contacts of a customer over all channels …", OptionChecks.Whole(1, 1000)),
        new("Bank:CapDays", "7", "… within so many days.", OptionChecks.Whole(1, 365)),
        new("Bank:ManagerDailyCapacity", "20", "Work orders that one customer manager can be given a day.", OptionChecks.Whole(1, 1000)),
        new("Bank:NightlyAt", "01:00", "Local time of the nightly batch of the day that ended; empty leaves it to run-day.", OptionChecks.TimeOfDayOrEmpty),

        new("SignIn:SessionHours", "12", "A session ends so many hours after its sign-in.", OptionChecks.Whole(1, 168)),
        new("SignIn:IdleMinutes", "60", "A session ends so many minutes after its last request.", OptionChecks.Whole(5, 1440)),
        new("SignIn:AttemptsMax", "5", "Wrong passwords of one user before the sign-in waits; an address has four times as many.", OptionChecks.Whole(1, 100)),
        new("SignIn:WaitMinutes", "15", "How long it then waits.", OptionChecks.Whole(1, 1440)),
        new("SignIn:SecureCookie", "false", "Send the session cookie over HTTPS only; set it wherever TLS ends in front of Zhike.", OptionChecks.Flag),
        new("Tokens:DaysMax", "365", "Longest life of an access token.", OptionChecks.Whole(1, 3650)),
        new("Compliance:UnmaskPerDay", "50", "Different customers whose personal data one member of staff may open a day, where the rules of personal data say nothing of their role.", OptionChecks.Whole(0, 100_000)),
        new("Compliance:RequestDays", "15", "Days in which a person's request about their own data must be answered.", OptionChecks.Whole(1, 90)),
        new("Compliance:RequestDayKind", "working", "working: those days are working days of the bank's calendar; calendar: every day counts.", OptionChecks.OneOf("working", "calendar")),
        new("Exports:RowsMax", "1000000", "Members of a segment in one exported file.", OptionChecks.Whole(1, 1_000_000)),
        new("Exports:Days", "7", "An exported file is deleted so many days after it was written; a request that nobody decided lapses after as many.", OptionChecks.Whole(1, 90)),
        new("Sources:Folder", "", "Folder of the bank's own mapping files, which the console lists and schedules; empty: sources/ in the data folder.", OptionChecks.Any),
        new("Sources:Connections:NAME", "", "A database that a mapping names: Host=…;Database=…;Username=…;Password=… (PostgreSQL), Server=…;Port=…;Database=…;User=…;Password=… (MySQL).", OptionChecks.Any) { Secret = true },
        new("Intake:AddressTable", "", "File of address ranges, lines of from,to,province,city: events get the province and city of their address. Empty: none.", OptionChecks.FileOrEmpty),
        .. ChannelOptionEntries.All,
    ];

    public static OptionEntry? Find(string key) => All.FirstOrDefault(o => o.Answers(key));

    /// <summary>The known key that is spelt most like an unknown one, for the refusal's sentence.</summary>
    public static string Nearest(string key) => All.MinBy(o => Distance(o.Key.ToUpperInvariant(), key.ToUpperInvariant()))!.Key;

    /// <summary>Levenshtein's edit distance.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
