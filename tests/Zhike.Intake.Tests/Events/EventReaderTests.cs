using System.Globalization;
using System.Text;
using Zhike.Intake.Events;
using Zhike.Intake.Events.Reading;
using Zhike.Kernel;

namespace Zhike.Intake.Tests.Events;

public sealed class EventReaderTests
{
    private static readonly DateTimeOffset Received = new(1994, 3, 31, 2, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("track", """{"event":"login","userId":"C1"}""")]
    [InlineData("track", """{"event":"login","anonymousId":"a1","properties":{"a":[1,{"b":null}]},"context":{"ip":"1.2.3.4"}}""")]
    [InlineData("identify", """{"userId":"C1","traits":{"plan":"gold","email":"a@b.cn"}}""")]
    [InlineData("page", """{"userId":"C1","name":"Home"}""")]
    [InlineData("screen", """{"userId":5,"name":"Home","properties":{"name":"Other"}}""")]
    [InlineData("group", """{"userId":"C1","groupId":"g","traits":{}}""")]
    [InlineData("alias", """{"userId":"C1","previousId":"a1"}""")]
    [InlineData("batch", """{"sentAt":"1994-03-31T02:00:00Z","batch":[{"type":"track","event":"x","userId":"C1"},{"type":"page","userId":"C1"}]}""")]
    public void Well_formed_calls_are_taken(string type, string body) => Read(type, body).Ok.ShouldBeTrue();

    [Theory]
    [InlineData("track", "", "body")]
    [InlineData("track", "{", "body")]
    [InlineData("track", "[]", "body")]
    [InlineData("track", """{"event":"x","userId":"C1"} trailing""", "body")]
    [InlineData("track", """{"userId":"C1"}""", "event")]
    [InlineData("track", """{"event":"x"}""", "userId")]
    [InlineData("track", """{"event":{},"userId":"C1"}""", "event")]
    [InlineData("track", """{"event":"x","userId":"C1","properties":[1]}""", "properties")]
    [InlineData("track", """{"event":"x","userId":"C1","timestamp":"yesterday"}""", "timestamp")]
    [InlineData("track", """{"event":"x","userId":"C1","sentAt":12}""", "sentAt")]
    [InlineData("batch", """{"batch":{}}""", "batch")]
    [InlineData("batch", """{}""", "batch")]
    [InlineData("batch", """{"batch":[7]}""", "batch[0]")]
    [InlineData("batch", """{"batch":[{"type":"track","event":"x"},{"type":"dance","userId":"C1"}]}""", "batch[1].type")]
    [InlineData("batch", """{"sentAt":"soon","batch":[{"type":"page","userId":"C1"}]}""", "sentAt")]
    public void A_malformed_call_names_its_field(string type, string body, string field)
    {
        var read = Read(type, body);

        read.Problem!.Kind.ShouldBe(ProblemKind.Invalid);
        read.Problem.Errors.Select(e => e.Field).ShouldContain(field);
    }

    [Fact]
    public void Every_malformed_field_of_a_batch_is_named_at_once()
    {
        var read = Read("batch", """{"batch":[{"type":"track","userId":"C1"},{"type":"track","event":"x"},{"type":"page","userId":"C1","context":1}]}""");

        read.Problem!.Errors.Select(e => e.Field).ShouldBe(["batch[0].event", "batch[1].userId", "batch[2].context"]);
    }

    [Fact]
    public void More_events_than_a_batch_may_hold_are_refused()
    {
        var events = string.Join(',', Enumerable.Repeat("""{"type":"page","userId":"1"}""", EventReader.BatchEventsMax + 1));

        Read("batch", $$"""{"batch":[{{events}}]}""").Problem!.Errors.Single().Field.ShouldBe("batch");
    }

    [Fact]
    public void An_event_of_a_batch_that_is_too_large_is_refused_by_its_place()
    {
        var large = new string('x', EventReader.CallBytesMax);
        var body = """{"batch":[{"type":"track","event":"x","userId":"1","properties":{"a":"LARGE"}}]}""".Replace("LARGE", large, StringComparison.Ordinal);

        Read("batch", body).Problem!.Errors.Single().Field.ShouldBe("batch[0]");
    }

    [Theory]
    [InlineData("2026-06-30T03:00:00Z", null, "2026-06-30T03:00:00.000Z", "")]
    [InlineData("2026-06-30T03:00:00Z", "2026-06-30T03:00:10Z", "2026-06-30T11:59:50.000Z", "skewed")]
    [InlineData("2026-06-30T11:59:30Z", "2026-06-30T11:59:40Z", "2026-06-30T11:59:50.000Z", "")]
    [InlineData("2019-01-01T00:00:00Z", "2019-01-01T00:01:00Z", "2026-06-30T11:59:00.000Z", "skewed")]
    [InlineData("1970-01-01T00:00:05Z", null, "2026-06-30T12:00:00.000Z", "before_2000")]
    [InlineData("1970-01-01T00:00:05Z", "2026-06-30T12:00:00Z", "2026-06-30T12:00:00.000Z", "before_2000")]
    [InlineData("2099-01-01T00:00:00Z", null, "2026-06-30T12:00:00.000Z", "ahead")]
    [InlineData("2099-01-01T00:00:00Z", "2026-06-30T12:00:00Z", "2026-06-30T12:00:00.000Z", "ahead")]
    [InlineData("2099-01-01T00:00:00Z", "2099-01-01T00:00:07Z", "2026-06-30T11:59:53.000Z", "skewed")]
    [InlineData("2026-07-01T12:00:00Z", null, "2026-07-01T12:00:00.000Z", "")]
    [InlineData("2016-06-30T12:00:00Z", null, "2016-06-30T12:00:00.000Z", "")]
    public void A_wrong_clock_is_corrected_and_an_impossible_time_becomes_that_of_receipt(string timestamp, string? sentAt, string happened, string clock)
    {
        var time = EventTime.Of(At(timestamp)!.Value, At(sentAt), At("2026-06-30T12:00:00Z")!.Value);

        (time.Ts.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), time.Clock).ShouldBe((happened, clock));
    }

    private static DateTimeOffset? At(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("""{"a":1,"email":"x@y.cn","Phone":"138"}""", """{"a":1}""")]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    public void Who_somebody_is_does_not_stay_among_the_events(string traits, string kept) =>
        Encoding.UTF8.GetString(JsonPieces.WithoutPersonalTraits(Encoding.UTF8.GetBytes(traits))).ShouldBe(kept);

    [Fact]
    public void The_same_message_of_the_same_source_has_the_same_id()
    {
        EventRows.IdOf("app", "m1").ShouldBe(EventRows.IdOf("app", "m1"));
        EventRows.IdOf("app", "m1").ShouldNotBe(EventRows.IdOf("web", "m1"));
        EventRows.IdOf("app", "m1").ShouldNotBe(EventRows.IdOf("app", "m2"));
    }

    private static Result<EventRows> Read(string type, string body) =>
        IntakeStage.Reader("app", Received).Read(type, Encoding.UTF8.GetBytes(body));
}
