using FsCheck;
using FsCheck.Fluent;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Tests.Shape;

/// <summary>Whatever legacy's jobs are like: modern's that are the same are accepted, and one that is unlike them is reported.</summary>
public sealed class ShapeProperties
{
    /// <summary>A job: its answers' phases in order, and a number that rises.</summary>
    private static readonly Gen<string[]> Phases = Gen.Elements("INITIALIZING", "BACKUP_IN_PROGRESS", "VERIFYING", "COMPLETED").NonEmptyListOf().Select(phases => phases.Distinct().ToArray());

    private static readonly Gen<string> Member = Gen.Elements("\"text\"", "true", "null", "5", "1.5", "[]", "{\"a\":1}", "[1,2]", "\"job_1763077997123456\"", "\"2026-11-22T20:56:12.847979\"");

    private static readonly Gen<(string[] Phases, string[] Members)> Jobs =
        from phases in Phases
        from members in Member.NonEmptyListOf()
        select (phases, members.Take(5).ToArray());

    [Fact]
    public void WhatItLearned_ItAccepts() => Prop.ForAll(Jobs.ToArbitrary(), job =>
    {
        var sides = new TwoSides();
        return Enumerable.Range(0, 5).All(number => sides.Play(Side.Legacy, $"l{number}", Answers(job)).Count == 0)
            && Enumerable.Range(0, 5).All(number => sides.Play(Side.Modern, $"m{number}", Answers(job)).Count == 0)
            && Enumerable.Range(5, 5).All(number => sides.Play(Side.Legacy, $"l{number}", Answers(job)).Count == 0);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithQuietOnSuccess(true));

    [Fact]
    public void AFaultInEachDimension_IsReported() => Prop.ForAll(Jobs.ToArbitrary(), Gen.Choose(0, 6).ToArbitrary(), (job, fault) =>
    {
        var sides = new TwoSides();
        for (var number = 0; number < 5; number++)
            sides.Play(Side.Legacy, $"l{number}", Answers(job));

        return sides.Play(Side.Modern, "m", Broken(job, fault)).Count > 0;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithQuietOnSuccess(true));

    private static IEnumerable<(int, string)> Answers((string[] Phases, string[] Members) job) => job.Phases.SelectMany(phase => new[] { (200, Body(phase, job.Members, 1)), (200, Body(phase, job.Members, 2)) });

    private static (int, string)[] Broken((string[] Phases, string[] Members) job, int fault)
    {
        (int Status, string Body)[] answers = [.. Answers(job)];
        return fault switch
        {
            0 => [(500, answers[0].Body)],
            1 => [(200, answers[0].Body.Replace($"\"{job.Phases[0]}\"", "\"OTHER\"", StringComparison.Ordinal))],
            2 => [(200, answers[0].Body.Replace("\"size\":1", "\"size\":\"1\"", StringComparison.Ordinal))],
            3 => [(200, answers[0].Body.Replace("\"size\":1", "\"sise\":1", StringComparison.Ordinal))],
            4 => [(200, answers[0].Body.Replace("\"size\":1", "\"size\":-1", StringComparison.Ordinal))],
            5 => [(200, answers[0].Body.Replace("Doing", "Done with", StringComparison.Ordinal))],
            _ => [answers[1], answers[0]],
        };
    }

    private static string Body(string phase, string[] members, int size) =>
        $$"""{"phase":"{{phase}}","message":"Doing {{size * 10}} of 100","size":{{size}},{{string.Join(',', members.Select((member, index) => $"\"m{index}\":{member}"))}}}""";
}
