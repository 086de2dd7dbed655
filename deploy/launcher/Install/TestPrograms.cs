namespace Strangler.Launcher.Install;

/// <summary>Provides what only the tests need, and says what there is.</summary>
internal static class TestPrograms
{
    public static async Task EnsureAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine($"Browser: {await Chromium.EnsureAsync(cancellationToken)}");
        Console.WriteLine($"Node.js: {await Node.EnsureAsync(cancellationToken)}");
        Console.WriteLine($"Prometheus: {await Prometheus.EnsureAsync(cancellationToken)}");
        Console.WriteLine($"PowerShell: {await PowerShell.EnsureAsync(cancellationToken)}");
        Console.WriteLine($"PostgreSQL: {await PostgreSql.EnsureAsync(cancellationToken)}");
    }
}
