using Strangler.ShadowDiff.Model;
using static Strangler.ShadowDiff.Tests.Rules.Neighbourhood;

namespace Strangler.ShadowDiff.Tests.Rules;

/// <content>Those of rules about the shape of a side's own jobs.</content>
internal static partial class ShippedNeighbourhoods
{
    /// <summary>What modern's own jobs tell on purpose, or by chance, and legacy's never do.</summary>
    private static IEnumerable<Neighbourhood> Shapes()
    {
        const DivergenceKind Shape = DivergenceKind.Shape;
        const string Running = """{"phase":"BACKUP_IN_PROGRESS"}""";
        const string Ended = """{"phase":"COMPLETED"}""";
        foreach (var (flag, now, before) in new[] { ("connected", "false", "true"), ("connected", "true", "false"), ("isConnected", "false", "true"), ("isConnected", "true", "false") })
        {
            yield return Unlike("shape:reachable", "job_status", Shape, $"/{flag}", $$"""{"connected":{{now}},"isConnected":{{now}}}""", before, now, "0", "null")
                .But(pair => pair with { Modern = Answer(flag == "connected" ? $$"""{"connected":{{now}},"isConnected":{{before}}}""" : $$"""{"connected":{{before}},"isConnected":{{now}}}""") with { Reason = pair.Modern.Reason } });
        }

        yield return Unlike("shape:file", "job_status", Shape, "/progress/current_file", Running, "\"{file}\"", "\"Makefile\"", "\"/var/Makefile\"", "\"..\\\\Makefile\"", "\"\"")
            .But(pair => pair with { Route = "job_perf" });
        foreach (var step in new[] { "Connecting to the backup server...", "Authenticating at the backup server...", "Transferring a.txt... 5%", "Transferring a.txt... 100%", "Verifying a.txt...", "Finishing the backup of a.txt..." })
        {
            yield return Unlike("Q1", "job_status", Shape, "/message", Running, "\"Starting backup of {file}...\"", $"\"{step}\"", "\"Transfering a.txt... 5%\"", "\"Transferring a.txt... 250%\"", "\"\"", "\"Backup completed successfully!\"")
                .But(pair => pair with { Modern = Answer(Ended) with { Reason = pair.Modern.Reason } });
        }

        foreach (var (route, place, holder) in new[] { ("job_status", "/progress", "§"), ("cancel_all", $"/jobs/{JobId}/progress", $$$"""{"jobs":{"{{{JobId}}}":§}}""") })
        {
            foreach (var part in Parts(route, place, holder))
                yield return part;
        }

        yield return Unlike("Q1", "job_status", Shape, "/progress/percentage", Job("Verifying a.txt...", 99, 200, 200), "0", "99").But(pair => pair with { Modern = Answer(Job("Connecting to the backup server...", 99, 200, 200)) with { Reason = "99" } });
        foreach (var member in new[] { "percentage", "bytes_transferred" })
            yield return Unlike("Q1", "job_status", Shape, $"/progress/{member}", Running, "never rises", "40, then 80", "40", "-4, then 80", "40, then 0.5").But(pair => pair with { Legacy = pair.Legacy with { Reason = "never falls" } });
        foreach (var step in new[]
        {
            """{"data":{"message":"Generated managed transfer.info"},"phase":"CONFIG"}""", """{"data":{"message":"Starting C++ client with --batch flag"},"phase":"EXECUTION"}""",
            """{"data":{"bytes_transferred":5,"message":"Transferring a.txt... 5%","progress":5,"total_bytes":100},"phase":"EXECUTION"}""",
            """{"data":{"bytes_transferred":5,"message":"C++ client finished with exit code: 0","progress":100,"total_bytes":5},"phase":"COMPLETION"}""", """{"data":{"message":"Backup cancelled"},"phase":"CANCEL"}""",
        })
        {
            yield return Unlike(
                "Q1", "job_status", DivergenceKind.Extra, "/events/0", $$"""{"events":[{{step}}]}""", null, step,
                "5", "{}", """{"data":{"message":"Generated managed transfer.info"},"phase":"OTHER"}""", """{"data":{"message":"/etc/transfer.info"},"phase":"CONFIG"}""", """{"data":{"message":5},"phase":"CONFIG"}""",
                """{"data":{"bytes_transferred":5,"message":"Transferring a.txt... 5%","progress":250,"total_bytes":100},"phase":"EXECUTION"}""");
        }

        yield return Unlike("Q1", "cancelable_jobs", Shape, "/jobs/*/message", "{}", "\"Starting backup of {file}...\"", "\"Verifying a.txt...\"", "\"Veryfying a.txt...\"", "\"Transferring a.txt... 250%\"", "\"\"", "5");
        yield return Unlike("Q1", "cancelable_jobs", Shape, "/jobs/0/progress", $$"""{"jobs":[{{Cancelable}}]}""", "0", "40", "100", "-1", "250", "\"40\"")
            .But(pair => pair with { Modern = Answer($$"""{"jobs":[{{Cancelable.Replace("Transferring a.txt... 40%", "Connecting to the backup server...", StringComparison.Ordinal)}}]}""") with { Reason = "40" } });
        yield return Unlike(
            "Q1", "cancel_all", DivergenceKind.Extra, $"/jobs/{JobId}/events/0", $$$$"""{"jobs":{"{{{{JobId}}}}":{"events":[{"data":{"message":"Backup cancelled"},"phase":"CANCEL"}]}}}""", null, """{"data":{"message":"Backup cancelled"},"phase":"CANCEL"}""",
            "5", "{}", """{"data":{"message":"Backup cancelled"},"phase":"OTHER"}""", """{"data":{"message":"/etc/transfer.info"},"phase":"CONFIG"}""");
        const string Half = """{"data":{"bytes_transferred":50,"message":"Transferring a.txt... 50%","progress":50,"total_bytes":100},"phase":"EXECUTION"}""";
        string Told(string step) => $$$$"""{"jobs":{"{{{{JobId}}}}":{"events":[{{{{step}}}}]}}}""";
        yield return Unlike("Q1", "cancel_all", DivergenceKind.Extra, $"/jobs/{JobId}/events/0", Told(Half), null, Half)
            .But(pair => pair with { Modern = Answer(Told(Half.Replace("100", "10", StringComparison.Ordinal))) with { Reason = Half } });
        yield return Steps("Connecting to the backup server...", "Transferring a.txt... 5%", "Transferring a.txt... 9%")
            .But(Wrong("Transferring a.txt... 5%", "Connecting to the backup server...", "Transferring a.txt... 9%"), Wrong("Connecting to the backup server...", "Transferring a.txt... 5%", "Transferring a.txt... 5%"), Wrong("Connecting", "Transferring a.txt... 5%"));
        static Func<ResponsePair, ResponsePair> Wrong(params string[] steps) => pair => pair with { Modern = Steps(steps).Covered.Modern };
        const string Late = """{"jobs":{"a":{"phase":"COMPLETED_VERIFIED"}},"results":{"a":false}}""";
        Func<ResponsePair, ResponsePair>[] notLate =
        [
            pair => pair with { Modern = Answer("""{"jobs":{"a":{"phase":"CANCELLED"}},"results":{"a":true}}""") with { Reason = pair.Modern.Reason } },
            pair => pair with { Modern = Answer("""{"jobs":{"a":{"phase":"COMPLETED"},"b":{"phase":"CANCELLED"}},"results":{"a":false,"b":true}}""") with { Reason = pair.Modern.Reason } },
            pair => pair with { Modern = Answer("""{"jobs":{},"results":{}}""") with { Reason = pair.Modern.Reason } },
        ];
        yield return Unlike("Q5", "cancel_all", Shape, $"/results/{JobId}", Late, "true", "false", "null", "0", "true").But(notLate);
        yield return Unlike("Q5", "cancel_all", Shape, $"/jobs/{JobId}/phase", Late, "\"CANCELLED\"", "\"COMPLETED_VERIFIED\"", "\"VERIFIED\"", "\"FAILED\"").But(notLate);
        yield return Unlike("Q5", "cancel_all", Shape, $"/jobs/{JobId}/message", Late, "\"Backup cancelled\"", "\"Backup completed successfully!\"", "\"Backup complete\"", "\"\"").But(notLate);
        foreach (var refusal in new[] { "the port must be an integer", "the file name must not contain '/'", "File name too long" })
        {
            yield return Unlike("Q12", "start_backup", Shape, "/error", "{}", "\"No file uploaded\"", $"\"Backup start error: {refusal}\"", "\"Backup start error: x\"", $"\"{refusal}\"", "\"\"").For(pair => pair with { Modern = pair.Modern with { Status = 400 } })
                .But(pair => pair with { Modern = pair.Modern with { Status = 500 } });
        }

        const string Early = """{"jobs":[{"file":"","message":"Initializing backup job...","phase":"INITIALIZING","progress":0}]}""";
        foreach (var (member, value) in new[] { ("file", ""), ("phase", "INITIALIZING"), ("message", "Initializing backup job...") })
        {
            yield return Unlike("shape:initializing", "cancelable_jobs", Shape, $"/jobs/0/{member}", Early, "\"x\"", $"\"{value}\"", "\"a\"")
                .But(pair => pair with { Modern = Answer(Early.Replace("\"file\":\"\"", "\"file\":\"a.txt\"", StringComparison.Ordinal)) with { Reason = pair.Modern.Reason } });
        }

        yield return Unlike("shape:cancel_reason", "job_status", DivergenceKind.Extra, "/cancel_reason", Ended, null, "\"no\"", "5", "null", "\"");
        yield return Unlike("Q5", "cancel_job", Shape, "/phase", """{"success":false}""", "\"CANCELLED\"", "\"COMPLETED\"", "\"FAILED\"", "\"completed\"").But(pair => pair with { Modern = Answer("""{"success":true}""") with { Reason = pair.Modern.Reason } });
        yield return Unlike("Q5", "job_status", Shape, "/backing_up", """{"phase":"CANCELLED"}""", "true", "false", "true", "null").But(pair => pair with { Modern = Answer(Running) with { Reason = "false" } });
        yield return Unlike("job-error", "job_status", DivergenceKind.Extra, "/error", """{"phase":"FAILED"}""", null, "\"Registration failed\"", "null", "5").But(pair => pair with { Modern = Answer(Ended) with { Reason = pair.Modern.Reason } });
        yield return Unlike(
            "Q24", "job_status", Shape, "/phase", """{"backing_up":false,"message":"Backup complete and cryptographically verified.","phase":"COMPLETED_VERIFIED"}""", "\"COMPLETED\"", "\"COMPLETED_VERIFIED\"",
            "\"COMPLETED_VERIFED\"", "\"VERIFIED\"", "\"COMPLETED_VERIFIED\", then \"COMPLETED\"")
            .But(pair => pair with { Modern = Answer("""{"backing_up":true,"message":"Backup complete and cryptographically verified.","phase":"COMPLETED_VERIFIED"}""") with { Reason = pair.Modern.Reason } });
        const string Perf = """{"job":{},"success":true}""";
        foreach (var (route, job) in new[] { ("job_perf", "/job"), ("perf", $"/jobs/{JobId}") })
        {
            foreach (var age in new[] { "elapsed_seconds", "last_update_age" })
                yield return Unlike("shape:age", route, Shape, $"{job}/{age}", Perf, "a number above 0", "0.0", "0", "-0.5", "0.02").But(pair => pair with { Legacy = pair.Legacy with { Reason = "a number below 0" } });
        }

        foreach (var (route, place, holder) in new[] { ("job_perf", "/job", """{"job":§,"success":true}"""), ("perf", $"/jobs/{JobId}", $$$"""{"jobs":{"{{{JobId}}}":§},"success":true}""") })
        {
            foreach (var part in Records(route, place, holder))
                yield return part;
        }

        yield return Unlike("Q28", "perf", DivergenceKind.Type, $"/jobs/{JobId}/insight", Perf, "null", "\"possible_stall\"", "\"stall\"", "true");
        yield return Unlike("Q28", "perf", Shape, $"/jobs/{JobId}/trend", Perf, "\"unknown\"", "\"increasing\"", "\"growing\"", "5");
        yield return Unlike("Q28", "job_perf", Shape, "/job/last_update_age", Perf, "never falls", "1.5, then 0.02", "-1", "1.5");
        yield return Unlike("Q28", "job_perf", DivergenceKind.Type, "/job/insight", Perf, "null", "\"possible_stall\"", "\"stall\"", "true");
        yield return Unlike("Q28", "job_perf", Shape, "/job/trend", Perf, "\"unknown\"", "\"increasing\"", "\"growing\"", "5");
    }

    private static string Job(string message, int percentage, int bytes, int total) =>
        $$$"""{"message":"{{{message}}}","phase":"BACKUP_IN_PROGRESS","progress":{"bytes_transferred":{{{bytes}}},"current_file":"a.txt","percentage":{{{percentage}}},"total_bytes":{{{total}}}}}""";

    /// <summary>How far a job is: bytes are the share of the size that the client told as a percentage, cut off.</summary>
    private static IEnumerable<Neighbourhood> Parts(string route, string place, string holder)
    {
        string With(string message, int percentage, int bytes, int total) => holder.Replace("§", Job(message, percentage, bytes, total), StringComparison.Ordinal);
        foreach (var (percentage, bytes, total) in new[] { (33, 66, 200), (99, 200, 200) })
        {
            foreach (var (member, value) in new[] { ("percentage", percentage), ("bytes_transferred", bytes), ("total_bytes", total) })
            {
                yield return Unlike("Q1", route, DivergenceKind.Shape, $"{place}/{member}", With("Transferring a.txt...", percentage, bytes, total), "0", $"{value}", "-1", $"\"{value}\"").But(
                    pair => pair with { Modern = Answer(With("Transferring a.txt...", percentage - 1, bytes, total)) with { Reason = pair.Modern.Reason } },
                    pair => pair with { Modern = Answer(With("Transferring a.txt...", percentage, bytes + 1, total)) with { Reason = pair.Modern.Reason } },
                    pair => pair with { Modern = Answer(With("Transferring a.txt...", percentage, bytes, total * 2)) with { Reason = pair.Modern.Reason } },
                    pair => pair with { Modern = Answer("{}") with { Reason = pair.Modern.Reason } });
            }
        }

        foreach (var percentage in route == "job_status" ? new[] { 33, 99 } : [])
        {
            var ended = With("Backup failed: x", percentage, percentage == 99 ? 200 : 66, 200).Replace("BACKUP_IN_PROGRESS", "FAILED", StringComparison.Ordinal);
            yield return Unlike("Q1", route, DivergenceKind.Shape, $"{place}/percentage", ended, "0 or 100", $"{percentage}", "100", "-1").But(pair => pair with { Modern = Answer(ended.Replace("FAILED", "COMPLETED", StringComparison.Ordinal)) with { Reason = pair.Modern.Reason } });
        }

        yield return Unlike("Q1", route, DivergenceKind.Shape, $"{place}/bytes_transferred", With("Transferring a.txt...", 99, 200, 200), "0", "200");
    }

    private static Neighbourhood Steps(params string[] steps) => Unlike(
        "Q1", "job_status", DivergenceKind.Extra, "/events/0", $$"""{"events":[{{string.Join(',', steps.Select(step => $$$"""{"data":{"message":"{{{step}}}"},"phase":"EXECUTION"}"""))}}]}""", null,
        $$$"""{"data":{"message":"{{{steps[0]}}}"},"phase":"EXECUTION"}""");

    /// <summary>The performance of a job, by contract 8.1: done of all is the percentage, no speed is above the peak, and a single one is all four.</summary>
    private static IEnumerable<Neighbourhood> Records(string route, string place, string holder)
    {
        const string Fed = """{"avg_speed_bps":30,"bytes_transferred":67,"ema_speed_bps":20,"eta_seconds":6,"last_speed_bps":40,"peak_speed_bps":50,"progress_pct":33.5,"total_bytes":200,"trend":"stable"}""";
        const string Once = """{"avg_speed_bps":50,"bytes_transferred":67,"ema_speed_bps":50,"eta_seconds":2,"last_speed_bps":50,"peak_speed_bps":50,"progress_pct":33.5,"total_bytes":200,"trend":"unknown"}""";
        Neighbourhood Of(string record, DivergenceKind kind, string member, string legacy, string value, params (string From, string To)[] wrong) => Unlike(
            "Q28", route, kind, $"{place}/{member}", holder.Replace("§", record, StringComparison.Ordinal), legacy, value, "-1").But(
            [.. wrong.Select<(string From, string To), Func<ResponsePair, ResponsePair>>(one => pair => pair with { Modern = Answer(holder.Replace("§", record.Replace($"\"{one.From}", $"\"{one.To}", StringComparison.Ordinal), StringComparison.Ordinal)) with { Reason = value } })]);

        foreach (var speed in new[] { "avg_speed_bps", "ema_speed_bps", "last_speed_bps" })
        {
            yield return Of(Fed, DivergenceKind.Shape, speed, "0", "40", ("peak_speed_bps\":50", "peak_speed_bps\":5"), ("trend\":\"stable", "trend\":\"unknown"));
            yield return Of(Once, DivergenceKind.Shape, speed, "0", "50", ("peak_speed_bps\":50", "peak_speed_bps\":51"));
        }

        yield return Of(Fed, DivergenceKind.Shape, "peak_speed_bps", "0", "50", ("peak_speed_bps\":50", "peak_speed_bps\":39"));
        yield return Of(Once, DivergenceKind.Shape, "peak_speed_bps", "0", "50", ("peak_speed_bps\":50", "peak_speed_bps\":51"));
        foreach (var bytes in new[] { "bytes_transferred", "total_bytes" })
            yield return Of(Fed, DivergenceKind.Shape, bytes, "0", "67", ("bytes_transferred\":67", "bytes_transferred\":68"), ("total_bytes\":200", "total_bytes\":201"), ("progress_pct\":33.5", "progress_pct\":null"));
        yield return Of(Fed, DivergenceKind.Type, "progress_pct", "null", "33.5", ("progress_pct\":33.5", "progress_pct\":33.6"));
        yield return Of(Fed, DivergenceKind.Type, "eta_seconds", "null", "6", ("eta_seconds\":6", "eta_seconds\":7"));
        if (route != "job_perf")
            yield break;

        foreach (var (member, falls) in new[] { ("avg_speed_bps", true), ("ema_speed_bps", true), ("last_speed_bps", true), ("peak_speed_bps", false), ("bytes_transferred", false) })
        {
            var never = falls ? "never falls" : "never rises";
            yield return Of(Fed, DivergenceKind.Shape, member, never, "80, then 40").But(pair => pair with { Legacy = pair.Legacy with { Reason = "never" } });
        }
    }
}
