using Zhike.Intake.Plan;

namespace Zhike.Intake.Tests.Plan;

public sealed class PlanReaderTests
{
    private const string Head = "key: k\nname: {zh: 名, en: N}\nowner: o\n";

    [Theory]
    [InlineData("[]", "document")]
    [InlineData("key: k\nname: {zh: 名, en: N}\nevents: []\nunplaned: mark", "unplaned")]
    [InlineData("key: k\nname: {zh: 名}\nevents: []", "name.en")]
    [InlineData("key: k\nname: {zh: 名, en: N}", "events")]
    [InlineData("key: k\nname: {zh: 名, en: N}\nevents: [{event: e, name: {zh: 事, en: E}}]", "events[0].owner")]
    [InlineData(Head + "events: [7]", "events[0]")]
    [InlineData(Head + "unplanned: drop\nevents: []", "unplanned")]
    [InlineData(Head + "events: [{event: e, name: {zh: 事, en: E}}, {event: e, name: {zh: 事, en: E}}]", "events[1].event")]
    [InlineData(Head + "events: [{event: e, name: {zh: 事, en: E}, properties: [{property: a, type: int}]}]", "events[0].properties[0].type")]
    [InlineData(Head + "events: [{event: e, name: {zh: 事, en: E}, properties: [{property: a}]}]", "events[0].properties[0].type")]
    [InlineData(Head + "events: [{event: e, name: {zh: 事, en: E}, properties: [{property: a..b, type: text}]}]", "events[0].properties[0].property")]
    [InlineData(Head + "events: [{event: e, name: {zh: 事, en: E}, properties: [{property: a, type: flag, values: [x]}]}]", "events[0].properties[0].values")]
    [InlineData(Head + "events: [{event: e, name: {zh: 事, en: E}, properties: [{property: a, type: text, at_least: 1}]}]", "events[0].properties[0].at_least")]
    [InlineData(Head + "events: [{event: e, name: {zh: 事, en: E}, properties: [{property: a, type: number, at_least: 2, at_most: 1}]}]", "events[0].properties[0].at_most")]
    [InlineData(Head + "events: [{event: e, name: {zh: 事, en: E}, properties: [{property: a, type: text, required: true, privacy: never}]}]", "events[0].properties[0].required")]
    [InlineData(Head + "events: [{event: e, name: {zh: 事, en: E}, properties: [{property: a, type: text}, {property: a, type: text}]}]", "events[0].properties")]
    [InlineData(Head + "events: []\nprivacy: {found: {id_number: none}}", "privacy.found.id_number")]
    [InlineData(Head + "events: []\nprivacy: {properties: [{property: a.b, rule: mask}]}", "privacy.properties[0].property")]
    [InlineData(Head + "events: []\nalerts: {late: 2}", "alerts.late")]
    public void Every_problem_is_named_by_its_field(string yaml, string field) => PlanStage.Read(yaml).Problem!.Errors.Select(e => e.Field).ShouldContain(field);

    [Fact]
    public void All_problems_are_told_at_once() =>
        PlanStage.Read(Head + "events: [{event: '', name: {zh: 事, en: E}, on_violation: x, properties: [{property: a, type: int, required: 1}]}]").Problem!.Errors.Length.ShouldBe(4);

    [Fact]
    public void The_shipped_plan_is_sound_and_every_event_has_both_names_and_an_owner()
    {
        var plan = PlanStage.Read(PlanStage.Shipped()).OrThrow();

        plan.Events.Length.ShouldBeGreaterThanOrEqualTo(30);
        plan.Events.ShouldAllBe(e => e.NameZh.Any(c => c >= '\u4E00') && e.NameEn.Length > 0 && e.Owner.Length > 0);
        plan.Events.SelectMany(e => e.Properties).ShouldAllBe(p => p.NameZh.Length > 0 && p.NameEn.Length > 0);
    }
}
