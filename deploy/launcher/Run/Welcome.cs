using Strangler.Launcher.Children;

namespace Strangler.Launcher.Run;

/// <summary>What the person sees once everything runs.</summary>
internal static class Welcome
{
    private const int UsualManagementPort = 9091;

    public static void Print(IEnumerable<Child> children, GatewayPlan gateway, Legacy legacy, ConfigurationFolder configuration, string logs)
    {
        var page = GatewayPlan.Reachable(gateway.Public);
        var management = GatewayPlan.Reachable(gateway.Management);
        var cutover = Cutover(management);
        Console.WriteLine($"""

            Everything is up.
              gateway        {page}
              management     {new Uri(management, "/reports")}
              legacy         {legacy.Address?.ToString() ?? "none: every route is complete"}
              backup server  {(legacy.StandIns is { } standIns ? standIns.BackupServer.Authority : "your own")}
              configuration  {configuration.Path}
              logs           {logs}
              processes      {string.Join(", ", children.Select(child => $"{child.Name} {child.Id}"))}

            Three things to try:
              1. open {page} in a browser
              2. {cutover} {(legacy.Address is null ? "status" : "set status shadow --reason \"a first look\"")}
              3. {cutover} {(legacy.Address is null ? "audit" : "status")}
            """);
        if (gateway.AsksForToken)
            Console.WriteLine("\nThe management port asks for its token: put it into STRANGLER_TOKEN for cutover; in a browser it is the password, under any name.");
        foreach (var file in configuration.Outdated)
            Console.WriteLine($"\nnote: {file.Note}");
        if (legacy is { Address: not null, StandIns: not null })
            Console.WriteLine($"\n{Supervisor.RestartKey} and Enter restarts the reference Flask.");
        Console.WriteLine("Ctrl-C stops everything.");
    }

    /// <summary>How a script at the top of the tree is called.</summary>
    public static string Script(string name, string extension = ".sh") => OperatingSystem.IsWindows() ? $@".\{name}.cmd" : $"./{name}{extension}";

    private static string Cutover(Uri management)
    {
        var script = Script("cutover", "");
        return management is { Host: "127.0.0.1", Port: UsualManagementPort }
            ? script
            : $"{script} --management {management.GetLeftPart(UriPartial.Authority)}";
    }
}
