using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Model;
using static Strangler.ShadowDiff.Tests.Rules.Neighbourhood;

namespace Strangler.ShadowDiff.Tests.Rules;

/// <summary>What each rule of the shipped <c>rules.json</c> covers, and what lies next to that.</summary>
internal static partial class ShippedNeighbourhoods
{
    private const string Hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private const string JobId = "job_1763077997123456";
    private const string Summary = """{"avg":1.5,"count":2,"latest":1.0,"max":2.0,"min":1.0,"name":"http.responses.total","sum":3.0,"timestamp":1795382152.5,"window_seconds":300}""";
    private const string Errors = """{"avg":1.5,"count":2,"latest":1.0,"max":2.0,"min":1.0,"name":"http.errors.total","sum":3.0,"timestamp":1795382152.5,"window_seconds":300}""";
    private const string Excerpt = """{"active_connections":1,"cpu_percent":3.5,"disk_free_gb":10.5,"memory_percent":40.0}""";
    private const string Sample = """{"active_connections":1,"cpu_percent":3.5,"disk_free_gb":10.5,"disk_usage_percent":50.0,"memory_percent":40.0,"memory_used_mb":100.5,"network_bytes_recv":1,"network_bytes_sent":2,"open_files":3,"timestamp":1795382152.5}""";
    private const string Record = $$$"""{"avg_speed_bps":0,"bytes_transferred":0,"elapsed_seconds":1.5,"ema_speed_bps":0,"eta_seconds":null,"insight":null,"job_id":"{{{JobId}}}","last_speed_bps":0,"last_update_age":1.5,"peak_speed_bps":0,"progress_pct":null,"total_bytes":0,"trend":"unknown"}""";
    private const string Cancelable = $$$"""{"file":"a.txt","job_id":"{{{JobId}}}","message":"Transferring a.txt... 40%","phase":"BACKUP_IN_PROGRESS","progress":40}""";
    private const string Expected = $$$"""{"expected_size":5,"filename":"a.txt","job_id":"{{{JobId}}}","runtime":1.5,"start_time":1763077997.5,"status":"registered"}""";
    private const string File = """{"filename":"a.txt","modified_time":"Tue Nov 14 22:13:40 2023","path":"/x/a.txt","size":1,"timestamp":1.5,"verified":null}""";
    private const string Other = """{"filename":"b.txt","modified_time":"Tue Nov 14 22:13:40 2023","path":"/x/b.txt","size":1,"timestamp":1.5,"verified":null}""";
    private const string Python = "Connection error: argument of type 'int' is not iterable";
    private const string NotFound = "Error checking file receipt: [Errno 36] File name too long: '/x'";

    private const string BadRange = "<h1>Server Error</h1><p>Error serving client: 416 Requested Range Not Satisfiable: The server cannot provide the requested range.</p>";

    private const string GoodConnect = """{"host":"127.0.0.1","port":1256,"username":"ana"}""";

    private static readonly string[] Flags = ["connected", "isConnected"];

    public static IReadOnlyList<Neighbourhood> All { get; } =
    [
        .. Routes("status", "job_status").SelectMany(General),
        .. Status("realtime", """[["status_response",{"job_id":null,"status":{"last_updated":"§T","message":"§M","phase":"§P"}}]]"""),
        Of("volatile:timestamp", "realtime", """[["pong",{"timestamp":§}]]""", Unix(0), Unix(0.25), Unix(3600), Unix(-60), "1795382150000.5", "null", "\"x\""),

        new("last-known", Pair("realtime", """[["status_response",{"status":{"phase":"CANCELLED","progress":{},"status":"initializing"}}]]""", """[["status_response",{"status":{"phase":"READY","status":"ready"}}]]"""),
            [
                Pair("realtime", """[["status_response",{"status":{"phase":"COMPLETED","progress":{},"status":"initializing"}}]]""", """[["status_response",{"status":{"phase":"READY","status":"ready"}}]]"""),
                Pair("realtime", """[["status_response",{"status":{"phase":"CANCELLED","progress":{},"status":"initializing"}}]]""", """[["status_response",{"status":{"phase":"CANCELLED","status":"initializing"}}]]"""),
                Pair("realtime", """[["status_response",{"status":{"phase":"CANCELLED","progress":{},"status":"initializing"}}]]""", """[["status",{"status":{"phase":"READY","status":"ready"}}]]"""),
            ]),

        Of("volatile:timestamp", "health", """{"timestamp":"§"}""", Local(0), Local(0.5), Local(10_800), Local(-10_800), Local(60), "2026-13-22T21:15:50.000000", Local(0) + "Z", Local(0)[..10]),
        Of("volatile:load", "health", """{"system_metrics":{"cpu_usage_percent":§}}""", "100.0", "4.5", "250.0", "-1.5", "4", "null", "\"4.5\""),
        Of("volatile:load", "health", """{"system_metrics":{"memory_usage_percent":§}}""", "40.5", "4.5", "100.5", "-0.5", "4"),
        Of("volatile:load", "health", """{"system_metrics":{"active_backup_jobs":§}}""", "0", "7", "-1", "7.0", "null"),
        Of("volatile:load", "health", """{"system_metrics":{"active_websocket_connections":§}}""", "0", "7", "-1", "100001"),

        .. Routes("status", "job_status").Select(route => Header("volatile:length", route, "HEAD", "Content-Length", "165", "158", "157", "1650", "16")),
        .. Routes("status", "job_status").Select(route => Header("general-status", route, "HEAD", "Content-Length", "199", "168", "169", "167", "1680", "16", "178").For(pair => pair with { ServedBy = Side.Modern })
            .But(pair => pair with { ServedBy = Side.Legacy }, pair => pair with { Legacy = pair.Modern, Modern = pair.Legacy })),
        .. Routes("status", "job_status").Select(route => Header("general-status", route, "HEAD", "Content-Length", "199", "168", "169", "167", "1680").For(pair => pair with { ServedBy = Side.Legacy })
            .But(pair => pair with { Legacy = pair.Modern, Modern = pair.Legacy }) with { HasModernRun = true }),
        Header("volatile:length", "health", "HEAD", "Content-Length", "319", "317", "3190", "298", "31"),
        .. Lengths(("health", "111", "240", "1110", "11"), ("metrics", "842", "173", "8420", "8"), ("system", "99", "3100", "9900", "9")),
        .. Routes("progress_config", "static", "favicon").SelectMany(Files),

        Of("volatile:observability", "observability", """{"timestamp":§}""", Unix(0), Unix(0.25), Unix(3600), "1795382150000.5"),
        Of("volatile:observability", "observability", """{"uptime_seconds":§}""", "3600.5", "12.25", "-1.5", "12", "1e+30"),
        Of("volatile:observability", "observability", """{"metrics":{"http.requests.total":{"avg":§}}}""", "1.5", "2.5", "-2.5", "2", "null"),
        Of("volatile:observability", "observability", """{"metrics":{"http.requests.total":{"timestamp":§}}}""", Unix(0), Unix(1.5), Unix(3600), Unix(-3600)),
        Alone("volatile:observability", "observability", """{"metrics":{}}""", $$$"""{"metrics":{"http.errors.total":{{{Errors}}}}}""", isModern: true, """{"metrics":{"http.errors.total":5}}""", """{"metrics":{"http.errors.total":null}}""", """{"metrics":{"http.errors.total":{"avg":1.5}}}""", "{}", $$$"""{"metrics":{"http.errors":{{{Errors}}}}}""",
            $$$"""{"metrics":{"http.errors.total":{{{Errors.Replace("http.errors.total", "a", StringComparison.Ordinal)}}}}}""", $$$"""{"metrics":{"http.requests.total":{{{Errors.Replace("errors", "requests", StringComparison.Ordinal)}}}}}"""),
        Alone("volatile:observability", "observability", """{"metrics":{"http.errors.total":{}}}""", """{"metrics":{"http.errors.total":{"avg":1.5}}}""", isModern: true, """{"metrics":{"http.errors.total":{"avg":[]}}}""", """{"metrics":{"http.errors.total":{"avg":null}}}""", """{"metrics":{"http.errors.total":[]}}"""),
        new("volatile:observability", Pair("observability", """{"metrics":{"http.errors.total":{"avg":1.5}}}""", """{"metrics":{"http.errors.total":{}}}"""),
            [
                Pair("observability", """{"metrics":{"http.errors.total":{"avg":1.5,"count":2}}}""", """{"metrics":{"http.errors.total":{"avg":1.5}}}"""),
                Pair("observability", """{"metrics":{"http.errors.total":{"avg":1.5}}}""", """{"metrics":{"http.errors.total":{"avg":1.5,"trace":"x"}}}"""),
                Pair("observability", """{"metrics":{"http.requests.total":{"avg":1.5}}}""", """{"metrics":{"http.requests.total":{}}}"""),
                Pair("observability", """{"metrics":{"http.requests.total":{"avg":1.5}}}""", """{"metrics":{}}"""),
            ]),
        .. Routes("http.responses.total", "http.request.duration").SelectMany(Counted),
        .. Routes("system", "latest").SelectMany(place => Loads($$$"""{"{{{place}}}":{§}}""")),
        Of("volatile:observability", "observability", """{"latest":{"timestamp":§}}""", Unix(-2), Unix(-29), Unix(-90), Unix(3600)),
        Of("volatile:observability", "observability", """{"history":[{"timestamp":§}]}""", Unix(-300), Unix(-29), Unix(3600), Unix(-900)),
        Alone("system-samples", "observability", "{}", $$$"""{"system":{{{Excerpt}}}}""", isModern: true, ["""{"system":null}""", """{"system":{}}""", $$$"""{"sistem":{{{Excerpt}}}}""", .. OutOfBounds(Excerpt).Select(excerpt => $$$"""{"system":{{{excerpt}}}}""")]),
        Of("system-samples", "observability", """{"latest":§}""", "null", Sample, ["{}", "5", "[]", .. OutOfBounds(Sample)]),
        Alone("system-samples", "observability", """{"history":[]}""", $$$"""{"history":[{{{Sample}}}]}""", isModern: true, ["""{"history":[5]}""", """{"history":[{}]}""", """{"history":null}""", .. OutOfBounds(Sample).Select(sample => $$$"""{"history":[{{{sample}}}]}"""), .. Unsorted().Select(history => $$$"""{"history":{{{history}}}}""")]),
        Of("system-samples", "observability", """{"metrics_count":§}""", "0", "7", "-1", "7.0", "100000"),
        Alone("system-samples", "observability", "{}", """{"warnings":["High CPU usage"]}""", isModern: true, """{"warnings":[]}""", """{"warnings":["Low CPU usage"]}""", """{"warnings":"High CPU usage"}"""),
        Alone("system-samples", "observability", """{"status":"healthy"}""", """{"status":"degraded","warnings":["High CPU usage"]}""", isModern: true, """{"status":"degraded"}""", """{"status":"down","warnings":["High CPU usage"]}"""),

        Of("volatile:job_id", "start_backup", """{"job_id":"§"}""", JobId, "job_1763077997123457", "job_1", "1763077997123457", ""),
        .. Starts(
            ("invalid literal for int() with base 10: 'abc'", "the port must be an integer"),
            ("[Errno 2] No such file or directory: '/tmp/upload_1_a/b'", "the file name must not contain '/'"),
            ("[Errno 36] File name too long: '/tmp/x'", "File name too long")),

        Alone("ownership", "perf", """{"jobs":{}}""", $$$"""{"jobs":{"{{{JobId}}}":{{{Record}}}}}""", isModern: true, $$$"""{"jobs":{"{{{JobId}}}":5}}""", """{"jobs":null}""", $$$"""{"jobs":{"x":{{{Record}}}}}""", $$$"""{"jobs":{"{{{JobId}}}":{} }}""",
            $$$"""{"jobs":{"{{{JobId}}}":{{{Record.Replace("elapsed_seconds\":1.5", "elapsed_seconds\":-1.5", StringComparison.Ordinal)}}}}}""", $$$"""{"jobs":{"{{{JobId}}}":{{{Record.Replace("last_update_age\":1.5", "last_update_age\":1e+300", StringComparison.Ordinal)}}}}}"""),
        new("ownership", Pair("perf", $$$"""{"jobs":{{{Jobs(1, 2)}}}}""", $$$"""{"jobs":{{{Jobs(3, 4)}}}}"""),
            [Pair("perf", $$$"""{"jobs":{{{Jobs(1, 2)}}}}""", $$$"""{"jobs":{{{Jobs(4, 3)}}}}"""), Pair("perf", $$$"""{"jobs":{{{Jobs(2, 1)}}}}""", $$$"""{"jobs":{{{Jobs(3, 4)}}}}"""), Pair("perf", $$$"""{"jobs":{{{Jobs(1, 2)}}}}""", $$$"""{"jobs":{{{Jobs(3, 4, 3)}}}}""")]),
        new("ownership", Pair("cancelable_jobs", """{"jobs":[]}""", $$$"""{"jobs":[{{{Cancelable}}},{{{Cancelable.Replace(JobId, JobOf(9), StringComparison.Ordinal)}}}]}"""),
            [
                Pair("cancelable_jobs", """{"jobs":[]}""", $$$"""{"jobs":[{{{Cancelable}}},{{{Cancelable}}}]}"""),
                Pair("cancelable_jobs", """{"jobs":[]}""", $$$"""{"jobs":[{{{Cancelable.Replace(JobId, JobOf(9), StringComparison.Ordinal)}}},{{{Cancelable}}}]}"""),
            ]),
        Alone("ownership", "cancelable_jobs", """{"jobs":[]}""", $$$"""{"jobs":[{{{Cancelable}}}]}""", isModern: true,
            [
                """{"jobs":[5]}""", """{"jobs":[{}]}""", """{"jobs":null}""",
                .. new[] { ("\"progress\":40", "\"progress\":250"), ("\"progress\":40", "\"progress\":\"40\""), ("IN_PROGRESS", "COMPLETED"), (JobId, "x"), ("Transferring", "Sending"), ("\"file\"", "\"name\"") }
                    .Select(change => $$$"""{"jobs":[{{{Cancelable.Replace(change.Item1, change.Item2, StringComparison.Ordinal)}}}]}"""),
            ])
            .But(pair => pair with { Legacy = pair.Modern, Modern = pair.Legacy }),
        Of("volatile:age", "perf", """{"jobs":{"a":{"elapsed_seconds":§}}}""", "1.5", "1.75", "1500.0", "60.5", "1"),
        Of("volatile:age", "perf", """{"jobs":{"a":{"last_update_age":§}}}""", "1.5", "1.75", "1500.0", "60.5", "1"),
        .. Routes("perf", "cancelable_jobs").SelectMany(Missing),
        new Neighbourhood("Q3", Pair("job_perf", "", """{"job":{},"success":true}""", 404), [])
            .But(pair => pair with { Legacy = Answer("""{"error":"No performance data for job_id=x","success":false}""", 404) }, pair => pair with { Modern = Answer("{}", 500) }),
        new Neighbourhood("Q3", Pair("cancel_job", "<html>", """{"error":"Unknown job_id=x","success":false}""", 405, 404, "POST"), [])
            .But(pair => pair with { Modern = Answer("", 404) }, pair => pair with { Modern = Answer("", 500) }),
        Header("Q3", "cancel_job", "OPTIONS", "Allow", "OPTIONS, HEAD, GET", "GET, HEAD, OPTIONS, POST", "GET, HEAD, OPTIONS, PUT", "GET, HEAD, OPTIONS, POST, PUT", "POST"),

        Alone("Q9", "connect", """{"server_config":{"host":"h","port":1,"username":"u"}}""", """{"server_config":{"a":1,"host":"h","port":1,"username":"u"}}""", isModern: false)
            .But(pair => pair with { Modern = Answer("""{"server_config":{"port":1,"username":"u"}}""") }, pair => pair with { Modern = Answer("""{"server_config":{"host":"h","port":1}}""") }, pair => pair with { Modern = Answer("{}") },
                pair => pair with { Legacy = Answer("""{"server_config":{"host":"h","port":1,"username":"u"}}"""), Modern = Answer("""{"server_config":{"detail":null,"host":"h","port":1,"username":"u"}}""") }),
        Alone("Q9", "connect", Configured(""), Configured("""{"b":true,"x":[1,2.5,null,{"d":"ü","e":1e2}]}"""), isModern: false,
            [
                .. new[] { "1", "null", "{}", "[]", """{"x":[1,2.5,null,{"d":"ü","e":1e2}],"b":true}""" }.Select(Configured),
                .. new[] { ("true", "false"), ("1,2.5", "2.5,1"), ("[1,", "[1,1,"), ("[1,", "[1.0,"), ("2.5", "2"), ("null", "\"null\""), ("ü", "u"), ("1e2", "100"), ("true", "true,\"trace\":\"x\"") }
                    .Select(change => Configured("""{"b":true,"x":[1,2.5,null,{"d":"ü","e":1e2}]}""".Replace(change.Item1, change.Item2, StringComparison.Ordinal))),
            ]) with { LastConnect = """{"host":"h","port":1,"username":"u","a":{"x":[1,2.50,null,{"e":100.0,"d":"\u00fc"}],"b":false,"b":true}}""" },
        .. Routes("status", "job_status").SelectMany(route => Flags.Select(flag => Bad(Of("Q9", route, $$$"""{"{{{flag}}}":§}""", "false", "true", "null", "1")))),
        Bad(Of("Q9", "health", """{"backup_server":"§"}""", "not_running", "running", "unknown")),
        Bad(Of("Q9", "health", """{"backup_server_status":"§"}""", "not_running", "running", "unknown")),
        Bad(Of("Q9", "health", """{"status":"§"}""", "degraded", "healthy", "ok")),

        Texts("Q12", "connect", "error", 500, Python, "Connection error: the request body must be a JSON object", Python + "!", "Connection error: ", "the request body must be a JSON object"),
        .. Routes("status", "job_status").Select(route => Texts("Q12", route, "message", 200, Python, "Connection error: the request body must be a JSON object", Python + "!", "Connection error: it failed")),
        Texts("Q12", "health", "error", 500, "unknown encoding: x", "internal error", "internal  error", "unknown encoding: y"),
        Texts("Q12", "check_receipt", "error", 500, NotFound, "Error checking file receipt: file name too long", "Error checking file receipt: internal error", "file name too long"),
        Texts("Q12", "check_receipt", "error", 500, "Error checking file receipt: [Errno 13] Permission denied: '/x'", "Error checking file receipt: internal error", "Error checking file receipt: file name too long", "Error checking file receipt: [Errno 13] Permission denied: '/y'"),
        .. Receipt("check_receipt", "{{0}}"),
        .. Receipt("received_files", """{"files":[{{0}}]}"""),
        .. Routes("..", ".", "%2e%2E").Select(Folder),
        new Neighbourhood("Q8", Pair("start_backup", Started("a\\nb"), Error("Backup start error: user name and host must not contain control characters"), 200, 400, "POST"), [])
            .But(
                pair => pair with { Legacy = Answer(Started("a b")) }, pair => pair with { Legacy = Answer(Started("a\\nb").Replace("true", "false", StringComparison.Ordinal)) }, pair => pair with { Legacy = Answer(Started("a\\nb"), 500) },
                pair => pair with { Modern = Answer(Error("Backup start error: the file name is wrong"), 400) }, pair => pair with { Modern = Answer(Error("Backup start error: user name and host must not contain control characters"), 500) }),
        Of("Q24", "job_status", """{"phase":"§"}""", "COMPLETED", "COMPLETED_VERIFIED", "VERIFICATION_FAILED", "FAILED"),
        Of("Q24", "job_status", """{"message":"§"}""", "Backup completed successfully!", "Backup complete and cryptographically verified.", "Backup complete.", "x"),
        Of("Q24", "monitor_status", """{"active_jobs":§,"jobs_info":[]}""", "0", "0", "1", "-1", "0.0"),
        new("Q24", Pair("monitor_status", $$$"""{"active_jobs":1,"jobs_info":[{{{Expected}}}]}""", """{"active_jobs":0,"jobs_info":[]}"""),
            [Pair("monitor_status", $$$"""{"active_jobs":1,"jobs_info":[{{{Expected}}}]}""", """{"active_jobs":7,"jobs_info":[]}""")]),
        Alone("Q24", "monitor_status", """{"jobs_info":[]}""", $$$"""{"jobs_info":[{{{Expected}}}]}""", isModern: true,
            [
                """{"jobs_info":null}""", """{"jobs_info":[5]}""", """{"jobs_info":[{}]}""", "{}",
                .. new[] { ("runtime\":1.5", "runtime\":-2.5"), ("runtime\":1.5", "runtime\":1e+300"), ("1763077997.5", "-1.5"), ("1763077997.5", "1763077997500.0"), ("1763077997.5", "1e+300") }
                    .Select(change => $$$"""{"jobs_info":[{{{Expected.Replace(change.Item1, change.Item2, StringComparison.Ordinal)}}}]}"""),
            ]),
        new("Q24", Pair("monitor_status", $$$"""{"jobs_info":[{{{Expected}}},{"job_id":1}]}""", $$$"""{"jobs_info":[{"job_id":1},{{{Expected}}}]}"""), []),
        Of("volatile:age", "monitor_status", """{"jobs_info":[{"job_id":"a","runtime":§}]}""", "1.5", "1.75", "1500.0", "1"),

        .. Refusals(("received_files", "limit", "abc", "5"), ("received_files", "offset", "-1", "0"), ("received_files", "details", "2", "1"), ("check_receipt", "details", "yes", "0")),
        .. Pages("limit"),
        .. Pages("offset"),
        .. Details("check_receipt", "{{0}}"),
        .. Details("received_files", """{"files":[{{0}}]}"""),
        Header("Q14", "stop", "PUT", "Allow", "GET, HEAD", "HEAD, GET", "HEAD", "GET, HEAD, PUT", ""),
        .. Routes("progress_config", "static", "favicon").Select(route => new Neighbourhood("Q15", Pair(route, route == "progress_config" ? "x" : "", "whole", 404, headers: ("Range", "bytes=9-1")), [])
            .But(pair => pair with { Legacy = Answer("x", 500) }, pair => pair with { RequestHeaders = Pairs.Request(null, ("Range", "bytes=0-1")).Headers }, pair => pair with { RequestHeaders = Pairs.Request().Headers }, pair => pair with { Modern = Answer("x", 500) }, pair => pair with { Legacy = Answer("x", 403) })),
        new Neighbourhood("Q15", Pair("static", BadRange, "whole", 500, headers: ("Range", "bytes=9-1")), [])
            .But(pair => pair with { Legacy = Answer(BadRange[1..], 500) }, pair => pair with { Legacy = Answer(BadRange[..^6], 500) }, pair => pair with { Legacy = Answer("<h1>Server Error</h1>", 500) }, pair => pair with { Route = "favicon" }),
        new Neighbourhood("Q15", Pair("static", "", "", 404, headers: ("Range", "bytes=9-1")), []).But(pair => pair with { Legacy = Answer("<h1>Not Found</h1>", 404) }),
        .. Shapes(),
    ];

    private static string[] Routes(params string[] routes) => routes;

    private static Neighbourhood[] General(string route) => [.. Status(route, """{"last_updated":"§T","message":"§M","phase":"§P"}""")];

    /// <summary>The moment of the last change of state, the one of the start, and the end of a backup that has not been carried over.</summary>
    private static Neighbourhood[] Status(string route, string body)
    {
        string At(string time, string message, string phase = "READY") => body.Replace("§T", time, StringComparison.Ordinal).Replace("§M", message, StringComparison.Ordinal).Replace("§P", phase, StringComparison.Ordinal);
        const string Connected = "Connected successfully. Ready for backup.", Ended = "Ready for new backup.", Start = "Ready for backup";
        var changed = Pair(route, At(Local(-100), Connected), At(Local(-98), Connected));
        var started = Pair(route, At(Local(-100_000), Start), At(Local(-98), Start));
        var ended = Pair(route, At(Local(-1), Ended), At(Local(-500), Connected));
        var own = Pair(route, At(Local(-500), Connected), At(Local(-100), Ended)) with { ServedBy = Side.Modern };
        var refused = Pair(route, At(Local(-500), Connected), At(Local(-100), "Backup start error: x", "ERROR")) with { ServedBy = Side.Modern };
        var failed = Pair(route, At(Local(-1), "Backup start error: x", "ERROR"), At(Local(-500), Connected));
        return
        [
            new("volatile:last_updated", changed, [Modern(changed, At(Local(10_700), Connected)), Modern(changed, At(Local(-10_900), Connected)), Modern(changed, At(Local(-40), Connected)), Modern(changed, At("2026-13-22T21:15:50.000000", Connected)), Modern(changed, At(Local(-98) + "0", Connected))]),
            new("volatile:last_updated", started, [Modern(started, At(Local(10_700), Start)), Modern(started, At("2026-11-22T25:15:50.000000", Start)), Modern(started, At(Local(-98) + "Z", Start))]),
            new("general-status", ended, [Modern(ended, At(Local(-500), "Ready")), Modern(ended, At(Local(-500), "")), Modern(ended, At(Local(500), Connected)), Modern(ended, At(Local(-500), Connected, "FAILED")), ended with { Legacy = Answer(At(Local(-60), Ended)) }]),
            new("general-status", failed, [Modern(failed, At(Local(-500), Connected, "CONNECTED")), failed with { Legacy = Answer(At(Local(-1), "Backup error", "ERROR")) }]),
            new("general-status", own,
                [
                    Modern(own, At(Local(-100), "Ready")), Modern(own, At(Local(-100), "")), Modern(own, At(Local(-100), Start)), Modern(own, At(Local(-100), Connected)), Modern(own, At(Local(-100), Ended, "FAILED")),
                    Modern(own, At(Local(-600), Ended)), Modern(own, At(Local(500), Ended)), Modern(own, At(Local(-100) + "Z", Ended)),
                    own with { Legacy = Answer(At(Local(-500), "Backup error")) }, own with { Legacy = Answer(At(Local(-500), Connected, "COMPLETED")) }, own with { ServedBy = Side.Legacy }, own with { ServedBy = null },
                ]),
            new Neighbourhood("general-status", own, [Modern(own, At(Local(-100), Ended, "FAILED")), Modern(own, At(Local(-600), Ended)), own with { Legacy = Answer(At(Local(-500), Connected, "COMPLETED")) }, .. new[] { "Ready", Start, Connected }.Select(text => Modern(own, At(Local(-100), text)))]) { HasModernRun = true }.For(pair => pair with { ServedBy = Side.Legacy }),
            new("general-status", own, [own with { Legacy = Answer(At(Local(-100_000), Connected)) }], GoodConnect),
            new("general-status", ended, [Modern(ended, At(Local(-100_000), Connected))], GoodConnect),
            new("volatile:last_updated", Pair(route, At(Local(-580), Start), At(Local(-98), Start)), [started], GoodConnect),
            new Neighbourhood("general-status", refused, [Modern(refused, At(Local(-100), "Backup error", "ERROR")), Modern(refused, At(Local(-600), "Backup start error: x", "ERROR"))]) { HasModernRun = true }.For(pair => pair with { ServedBy = Side.Legacy }),
            new("general-status", refused, [Modern(refused, At(Local(-100), "Backup error", "ERROR")), Modern(refused, At(Local(-600), "Backup start error: x", "ERROR")), refused with { ServedBy = Side.Legacy }]),
        ];

        static ResponsePair Modern(ResponsePair pair, string text) => pair with { Modern = Answer(text) };
    }

    private static IEnumerable<Neighbourhood> Lengths(params (string Path, string Legacy, string Modern, string Ten, string Small)[] paths) => paths.Select(path =>
        Header("volatile:length", "observability", "HEAD", "Content-Length", path.Legacy, path.Modern, path.Ten, path.Small).For(pair => pair with { Target = $"/api/observability/{path.Path}" })
            .But(pair => pair with { Target = "/api/observability/other" }));

    private static IEnumerable<Neighbourhood> Files(string route)
    {
        var legacy = Served("\"1763077997.0-18230-695145499\"", "Thu, 13 Nov 2025 23:53:17 GMT");
        var pair = Pairs.Of(legacy, Served("\"1769997722.25-18230-7\"", "Mon, 02 Feb 2026 02:02:02 GMT")) with { Route = route };
        yield return new(
            "volatile:file_version", pair,
            [
                pair with { Modern = Served("\"1.0-1-1\"", "Mon, 02 Feb 2026 02:02:02 GMT") },
                pair with { Modern = Served("\"1769997722.25-18231-7\"", "Mon, 02 Feb 2026 02:02:02 GMT") },
                pair with { Modern = Served("\"1769997722.25-18230-7\"", "Mon, 02 Feb 2026 05:02:02 GMT") },
                pair with { Modern = Served("\"1769997722.25-18230-7\"", "Mon, 02 Foo 2026 02:02:02 GMT") },
                pair with { Modern = Served("W/\"1769997722.25-18230-7\"", "Mon, 02 Feb 2026 02:02:02 GMT") },
                pair with { Modern = Served("\"1769997722.25-18230-7\"", "2026-02-02T02:02:02Z") },
            ]);
    }

    private static CapturedResponse Served(string tag, string modified) => Pairs.Response("", 200, ("ETag", tag), ("Last-Modified", modified), ("Content-Length", "18230"));

    private static IEnumerable<Neighbourhood> Loads(string body) =>
    [
        .. Routes("cpu_percent", "memory_percent", "disk_usage_percent").Select(name => Of("volatile:observability", "observability", body.Replace("§", $"\"{name}\":§", StringComparison.Ordinal), "3.5", "99.5", "250.0", "-1.5", "3")),
        .. Routes("active_connections", "open_files", "network_bytes_recv", "network_bytes_sent").Select(name => Of("volatile:observability", "observability", body.Replace("§", $"\"{name}\":§", StringComparison.Ordinal), "3", "9", "-1", "9.0", "1" + new string('0', 17))),
        .. Routes("disk_free_gb", "memory_used_mb").Select(name => Of("volatile:observability", "observability", body.Replace("§", $"\"{name}\":§", StringComparison.Ordinal), "3.5", "9.5", "-1.5", "9", "1e+17")),
    ];

    private static IEnumerable<Neighbourhood> Starts(params (string Legacy, string Modern)[] texts) => texts.Select(text =>
        new Neighbourhood("Q12", Pair("start_backup", Error($"Backup start error: {text.Legacy}"), Error($"Backup start error: {text.Modern}"), 500, 400, "POST"), [])
            .But(
                pair => pair with { Modern = Answer(Error("No file uploaded"), 400) }, pair => pair with { Modern = Answer("", 400) }, pair => pair with { Modern = Answer(Error($"Backup start error: {text.Modern}"), 404) },
                pair => pair with { Legacy = Answer(Error("Backup start error: disk full"), 500) }, pair => pair with { Legacy = Answer(Error($"Backup start error: {text.Legacy}"), 200) })
            .But(
                pair => pair with { Legacy = pair.Legacy with { Reason = "Done" } }, pair => pair with { Modern = pair.Modern with { Reason = "Done" } },
                pair => pair with { Legacy = With(pair.Legacy, "X-Frame-Options", "DENY") }, pair => pair with { Modern = With(pair.Modern, "X-Debug", "on") }, pair => pair with { Legacy = With(pair.Legacy, "Content-Type", "application/problem+json") }, pair => pair with { Legacy = With(pair.Legacy, "Content-Encoding", "gzip") })
            .But([.. BesideTheText(text.Legacy).Select<string, Func<ResponsePair, ResponsePair>>(wrong => pair => pair with { Legacy = Answer(wrong, 500) })])
            .But([.. BesideTheText(text.Modern).Select<string, Func<ResponsePair, ResponsePair>>(wrong => pair => pair with { Modern = Answer(wrong, 400) })]));

    private static CapturedResponse With(CapturedResponse answer, string name, string value) =>
        answer with { Headers = new Dictionary<string, StringValues>(answer.Headers, StringComparer.OrdinalIgnoreCase) { [name] = value } };

    /// <summary>The right text in an answer that is wrong beside it.</summary>
    private static string[] BesideTheText(string text)
    {
        var right = Error($"Backup start error: {text}");
        return
        [
            right.Replace("false", "true", StringComparison.Ordinal), right.Replace("false", "\"false\"", StringComparison.Ordinal), right.Replace("}", ",\"detail\":null}", StringComparison.Ordinal),
            right.Replace("}", ",\"success\":false}", StringComparison.Ordinal), $$$"""{"success":false,"error":"Backup start error: {{{text}}}"}""", $$$"""{"error":"Backup start error: {{{text}}}"}""",
        ];
    }

    /// <summary>No percentage is 250, or below 0.</summary>
    private static IEnumerable<string> OutOfBounds(string sample) =>
        from name in Routes("cpu_percent\":3.5", "memory_percent\":40.0")
        from wrong in Routes("250.0", "-1.5", "100.5")
        select sample.Replace(name, $"{name.Split(':')[0]}:{wrong}", StringComparison.Ordinal);

    /// <summary>Samples stand by their time, each once.</summary>
    private static IEnumerable<string> Unsorted()
    {
        var later = Sample.Replace("152.5", "153.5", StringComparison.Ordinal);
        return [$"[{later},{Sample}]", $"[{Sample},{Sample}]", $"[{Sample},{later},{Sample}]"];
    }

    /// <summary>What is counted with each answer is missing, or empty, only where there were few requests.</summary>
    private static IEnumerable<Neighbourhood> Counted(string metric)
    {
        var summary = Summary.Replace("http.responses.total", metric, StringComparison.Ordinal);
        string With(string other, int requests) => $$$$"""{"metrics":{{{{{other}}}}"http.requests.total":{"count":{{{{requests}}}}}}}""";
        foreach (var (full, lacking) in new[] { ($"\"{metric}\":{summary},", ""), ($"\"{metric}\":{{\"avg\":1.5}},", $"\"{metric}\":{{}},") })
        {
            var missing = Pair("observability", With(full, 9), With(lacking, 9));
            yield return new("volatile:observability", missing, [missing with { Modern = Answer(With(lacking, 10)) }, missing with { Legacy = Answer(With(full.Replace("1.5", "[]", StringComparison.Ordinal), 9)) }]);
            var extra = Pair("observability", With(lacking, 9), With(full, 9));
            yield return new("volatile:observability", extra, [extra with { Legacy = Answer(With(lacking, 10)) }, extra with { Modern = Answer(With(full.Replace("1.5", "[]", StringComparison.Ordinal), 9)) }]);
        }
    }

    private static string Jobs(params int[] numbers) => $"{{{string.Join(',', numbers.Select(number => $"\"{JobOf(number)}\":{Record.Replace(JobId, JobOf(number), StringComparison.Ordinal)}"))}}}";

    private static string JobOf(int number) => $"job_{1763077997123456 + number}";

    private static string Error(string text) => $$$"""{"error":"{{{text}}}","success":false}""";

    private static IEnumerable<Neighbourhood> Missing(string route)
    {
        var get = new Neighbourhood("Q3", Pair(route, "", """{"jobs":{},"success":true}""", 404), []);
        yield return get.But(pair => pair with { Modern = Answer("""{"success":false}""") }, pair => pair with { Legacy = Answer("x", 404) }, pair => pair with { Legacy = Answer("", 500) }, pair => pair with { Modern = Answer("", 500) });
        yield return get.For(pair => pair with { Method = "HEAD" }).But(pair => pair with { Modern = Answer("", 204) }, pair => pair with { Method = "PUT" });
    }

    private static string Started(string user) => $$$"""{"filename":"a.txt","job_id":"{{{JobId}}}","message":"Backup started for a.txt","success":true,"username":"{{{user}}}"}""";

    private static Neighbourhood Folder(string name)
    {
        const string Legacy = """{"filename":"..","modified_time":"Tue Nov 14 22:13:40 2023","path":"/x/..","received":true,"size":4096,"timestamp":1.5,"verified":null}""", Modern = """{"error":"File .. not found in /x","filename":"..","received":false}""";
        var folder = Pair("check_receipt", Legacy, Modern, target: $"/api/check_receipt/{name}");
        return new("Q22", folder,
            [
                folder with { Target = "/api/check_receipt/a.txt" }, folder with { Target = "/api/check_receipt/..a" }, folder with { Legacy = Answer(Modern), Modern = Answer(Legacy) },
                .. new[] { ("4096", "\"4096\""), ("\"/x/..\"", "\"/x/a\""), ("\"verified\":null", "\"verified\":1") }.Select(change => folder with { Legacy = Answer(Legacy.Replace(change.Item1, change.Item2, StringComparison.Ordinal)) }),
                folder with { Modern = Answer(Modern.Replace("File ..", "File a", StringComparison.Ordinal)) }, folder with { Modern = Answer(Modern.Replace("false", "null", StringComparison.Ordinal)) },
            ]);
    }

    private static string Configured(string a) => $$$"""{"server_config":{{{{(a.Length == 0 ? "" : $"\"a\":{a},")}}}"host":"h","port":1,"username":"u"}}""";

    private static Neighbourhood Bad(Neighbourhood one) => one with { LastConnect = """{"host":"127.0.0.1","port":70000,"username":"ana"}""" };

    private static Neighbourhood Texts(string rule, string route, string member, int status, string legacy, string modern, params string[] wrong)
    {
        var one = Of(rule, route, $$$"""{"{{{member}}}":"§"}""", legacy, modern, wrong);
        return one.For(pair => pair with { Legacy = pair.Legacy with { Status = status }, Modern = pair.Modern with { Status = status } });
    }

    private static IEnumerable<Neighbourhood> Receipt(string route, string form)
    {
        string In(string members) => form.Replace("{{0}}", $"{{{members}}}", StringComparison.Ordinal);
        foreach (var (name, value, wrong) in new[] { ("expected_hash", $"\"{Hash}\"", "\"x\""), ("expected_size", "5", "\"5\""), ("job_id", $"\"{JobId}\"", "5"), ("status", "\"verifying\"", "\"done\"") })
        {
            yield return Alone("Q23", route, In("\"size\":1"), In($"\"{name}\":{value},\"size\":1"), isModern: true, In($"\"{name}\":{wrong},\"size\":1"), In($"\"{name}\":{value}"), In($"\"x_{name}\":{value},\"size\":1"));
            yield return Alone("Q23", route, In("\"size\":1"), In($"\"{name}\":{value},\"size\":1"), isModern: false, In($"\"{name}\":{wrong},\"size\":1"));
        }

        // The side that has a job tells whether it is verified; without one a boolean is wrong.
        var (none, some) = (In("\"verified\":null"), In($"\"job_id\":\"{JobId}\",\"verified\":false"));
        string[] others = [some.Replace("false", "\"false\"", StringComparison.Ordinal), some.Replace("false", "0", StringComparison.Ordinal), some.Replace("false", "{}", StringComparison.Ordinal), In("\"verified\":false"), In("\"verified\":true")];
        yield return Alone("Q23", route, none, some, isModern: true, others);
        yield return Alone("Q23", route, none, some, isModern: false, others);
    }

    private static IEnumerable<Neighbourhood> Refusals(params (string Route, string Name, string Wrong, string Right)[] arguments)
    {
        foreach (var (route, name, wrong, right) in arguments)
        {
            var refused = new Neighbourhood("paging", Pair(route, """{"files":[]}""", Error($"{name} must be an integer from 0 to 9"), 200, 400, target: $"/x?{name}={wrong}"), [])
                .But(
                    pair => pair with { Target = "/x" }, pair => pair with { Target = $"/x?{name}={right}" }, pair => pair with { Modern = Answer("{}", 400) }, pair => pair with { Modern = Answer(Error("x"), 400) },
                    pair => pair with { Modern = Answer(Error($"{name} must be an integer from 0 to 9"), 404) }, pair => pair with { Legacy = Answer("{}", 500) });
            yield return refused;
            yield return new Neighbourhood("paging", refused.Covered with { Method = "HEAD", Legacy = Answer(""), Modern = Answer("", 400) }, [])
                .But(pair => pair with { Target = "/x" }, pair => pair with { Target = $"/x?{name}={right}" }, pair => pair with { Method = "GET" }, pair => pair with { Legacy = Answer("", 500) });
        }
    }

    private static IEnumerable<Neighbourhood> Pages(string argument)
    {
        var page = new Neighbourhood("paging", Pair("received_files", $$$"""{"files":[{{{File}}},{{{Other}}}],"total_files":2}""", $$$"""{"files":[{{{(argument == "limit" ? File : Other)}}}],"total_files":2}""", target: $"/x?{argument}=1"), []);
        yield return page.But(
            pair => pair with { Target = "/x" }, pair => pair with { Target = $"/x?{argument}=a" }, pair => pair with { Modern = Answer("""{"files":null,"total_files":2}""") },
            pair => pair with { Modern = Answer($$$"""{"files":[{{{File}}}],"total_files":1}""") }, pair => pair with { Modern = Answer($$$"""{"files":[{{{File}}},{{{Other}}},{{{File}}}],"total_files":2}""") });
        yield return Header("paging", "received_files", "HEAD", "Content-Length", "900", "400", "40").For(pair => pair with { Target = $"/x?{argument}=1" }).But(pair => pair with { Target = "/x" });
    }

    private static IEnumerable<Neighbourhood> Details(string route, string form)
    {
        string In(string members) => form.Replace("{{0}}", $"{{{members}}}", StringComparison.Ordinal);
        foreach (var (name, value, wrong) in new[] { ("client", "\"ana\"", ""), ("crc", "5", "\"5x\""), ("stored_verified", "true", "1") })
        {
            var more = Alone("paging", route, In("\"size\":1"), In($"\"size\":1,\"{name}\":{value}"), isModern: true, In($"\"{name}\":{value}"), In($"\"size\":1,\"x\":{value}"));
            yield return (wrong.Length == 0 ? more : more.But(pair => pair with { Modern = Answer(In($"\"size\":1,\"{name}\":{wrong}")) })).For(pair => pair with { Target = "/x?details=1" })
                .But(pair => pair with { Target = "/x?details=0" }, pair => pair with { Target = "/x" });
        }
    }
}
