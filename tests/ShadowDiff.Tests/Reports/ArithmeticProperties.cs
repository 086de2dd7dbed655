using System.Diagnostics.Metrics;
using FsCheck;
using FsCheck.Fluent;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Tests.Store;
using Strangler.Testing;

namespace Strangler.ShadowDiff.Tests.Reports;

/// <summary>Whatever traffic comes: the report, the gate's evidence and the metrics have the same figures, and these add up.</summary>
public sealed class ArithmeticProperties
{
    private static readonly RuleSet Rules = RulesFile.Parse(
        """{ "rules": [{ "name": "Q1", "kind": "on-purpose", "route": "*", "at": "body /meant", "action": "ignore", "reason": "r" }] }"""u8.ToArray(), "rules");

    /// <summary>What may happen: a match, something meant, standing divergences, one that passed, one of state, one left out, one that timed out, exchanges of one side's own jobs, and a look at the report.</summary>
    private static readonly Gen<string> Step = Gen.Elements("match", "match", "meant", "wrong", "other", "critical", "passed", "state", "sampled", "timeout", "learned", "alike", "unlike", "lacking", "unlike-meant", "accept", "look");

    [Fact]
    public void ReportEvidenceAndMetrics_HaveTheSameFigures_WhateverComes() => Prop.ForAll(
        Step.ListOf().ToArbitrary(), steps => PlayAsync([.. steps]).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(40).WithQuietOnSuccess(true));

    private static async Task<bool> PlayAsync(IReadOnlyList<string> steps)
    {
        using var folder = new TemporaryFolder();
        await using var store = new OpenStore(folder.Combine("gateway.db"));
        var measured = 0L;
        using var listener = new MeterListener { InstrumentPublished = (instrument, listening) => { if (instrument.Name.StartsWith("strangler.shadow.", StringComparison.Ordinal) && instrument.Meter.Scope == store.MeterScope) listening.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref measured, count));
        listener.Start();
        foreach (var step in steps.Append("look"))
        {
            await TakeAsync(store, step);
            if (step == "look" && !await AddsUpAsync(store, () => Interlocked.Read(ref measured)))
                return false;
        }

        return true;
    }

    private static async Task TakeAsync(OpenStore store, string step)
    {
        switch (step)
        {
            case "match":
                await store.CompareAsync(Pairs.Json("1", "1"), Rules);
                break;
            case "meant":
                await store.CompareAsync(Pairs.Json("""{"meant":1}""", """{"meant":2}"""), Rules);
                break;
            case "wrong" or "passed" or "state":
                await store.CompareAsync(Pairs.Json("""{"a":1}""", """{"a":2}"""), Rules, step == "wrong" ? Sighting.Stable : step == "passed" ? Sighting.Transient : Sighting.State);
                break;
            case "other":
                await store.CompareAsync(Pairs.Json("""{"b":1}""", """{"b":2}"""), Rules);
                break;
            case "critical":
                await store.CompareAsync(Pairs.Json("""{"c":1}""", """{"c":"1"}"""), Rules);
                break;
            case "sampled" or "timeout":
                store.Coverage.Uncompared(Topology.Plans.LegacyAnswers(_ => Task.CompletedTask), step == "sampled" ? UncomparedReason.SampledOut : UncomparedReason.Timeout);
                break;
            case "learned":
                await store.PinAsync(Side.Modern, Pairs.Json("1", "1"), isJudged: false);
                await store.PinAsync(Side.Legacy, Pairs.Json("1", "1"), isJudged: false);
                break;
            case "alike":
                await store.PinAsync(Side.Modern, Pairs.Json("1", "1"));
                await store.PinAsync(Side.Legacy, Pairs.Json("1", "1"));
                break;
            case "unlike" or "lacking":
                await store.PinAsync(step == "unlike" ? Side.Modern : Side.Legacy, Pairs.Json("""{"d":1}""", """{"d":"1"}"""));
                break;
            case "unlike-meant":
                await store.PinAsync(Side.Modern, Pairs.Json("""{"meant":1}""", """{"meant":2}"""), rules: Rules);
                break;
            case "accept":
                foreach (var finding in (await store.Reports.ReadAsync(CancellationToken.None)).Routes.SelectMany(route => route.Divergences).Take(1))
                    await store.Desk.AcceptAsync([finding.Fingerprint], DateOnly.FromDateTime(store.Time.GetUtcNow().UtcDateTime), "ana", "ben", "x", CancellationToken.None);
                break;
        }
    }

    private static async Task<bool> AddsUpAsync(OpenStore store, Func<long> measured)
    {
        if ((await store.Reports.ReadAsync(CancellationToken.None)).Routes.SingleOrDefault() is not { } route)
            return measured() == 0;

        var evidence = route.Gate.Evidence;
        return route.Compared == route.Matched + route.OnPurpose + route.Transient + route.State + route.Diverged
            && route.Eligible == route.Compared + route.Pinned.Total + route.Uncompared.Values.Sum()
            && (evidence.Pinned?.Exchanges ?? 0, evidence.Pinned?.ToLegacy ?? 0) == (route.Pinned.Total, route.Pinned.Legacy.Total)
            && (evidence.Pinned?.ByShape ?? 0, evidence.Pinned?.Matched ?? 0, evidence.Pinned?.Lacking ?? 0) == (route.Pinned.Modern.Judged, route.Pinned.Modern.Matched, route.Pinned.Legacy.Diverged)
            && route.Eligible == measured()
            && (evidence.Eligible, evidence.Compared, evidence.Matched, evidence.OnPurpose, evidence.Transient, evidence.State) == (route.Eligible, route.Compared, route.Matched, route.OnPurpose, route.Transient, route.State)
            && evidence.Diverged + evidence.Accepted + evidence.Outdated == route.Diverged + route.Pinned.Modern.Diverged + route.Pinned.Legacy.Diverged
            && evidence.Compared + (evidence.Pinned?.ByShape ?? 0) + (evidence.Pinned?.Lacking ?? 0) == evidence.Matched + evidence.OnPurpose + evidence.Transient + evidence.State
                + (evidence.Pinned?.Matched ?? 0) + (evidence.Pinned?.OnPurpose ?? 0) + evidence.Diverged + evidence.Accepted + evidence.Outdated
            && evidence.Coverage == route.Coverage
            && evidence.LowerBound is >= 0 and <= 1
            && store.Board.Current()["status"].Compared == route.Compared;
    }
}
