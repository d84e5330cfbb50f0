using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Journeys.Calendar;

/// <summary>The years of the bank's calendar as definitions: shipped, and edited by the bank when a notice comes out.</summary>
internal sealed class CalendarKind(IDefinitions definitions) : IDefinitionKind, ICatalogueFolder
{
    public const string Name = "calendar";

    public string Kind => Name;

    public string Folder => "calendar";

    public int Order => 0;

    public bool InstallLive => true;

    public async Task<IReadOnlyList<FieldError>> CheckAsync(string key, JsonElement document, CancellationToken cancel)
    {
        var (calendar, errors) = CalendarYear.Read(key, document);
        foreach (var other in await definitions.LiveAsync(Name, cancel).ConfigureAwait(false))
        {
            if (other.Key != key && CalendarYear.ReadSaved(other.Key, other.Document).Year == calendar.Year)
            {
                errors = [.. errors, new FieldError("year", $"is the year of the calendar \"{other.Key}\" already: change that one")];
            }
        }

        return errors;
    }

    public Task GoLiveAsync(Definition definition, CancellationToken cancel) => Task.CompletedTask;
}
