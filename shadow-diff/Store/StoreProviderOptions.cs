using System.ComponentModel.DataAnnotations;
using System.Data.Common;

namespace Strangler.ShadowDiff.Store;

/// <summary>Which engine holds the database; the section <c>Store</c>.</summary>
public sealed class StoreProviderOptions : IValidatableObject
{
    private const string Setting = "Store:ConnectionString";
    private const string Example = "Host=127.0.0.1;Database=strangler;Username=strangler;Password=…";

    /// <summary><c>sqlite</c>, the file that <c>ShadowDiff:Database</c> names, or <c>postgresql</c>, a server ([more](postgresql.md)).</summary>
    public StoreProvider Provider { get; set; }

    /// <summary>Where the server is and who asks, as Npgsql writes it: <c>Host=…;Database=…;Username=…;Password=…</c>. For <c>postgresql</c> only.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>What is wrong. A connection string is never shown: it has a password.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Fault() is { } fault ? [new(fault)] : [];

    private string? Fault()
    {
        if (Provider != StoreProvider.Postgresql)
            return ConnectionString.Length == 0 ? null : $"{Setting} is set and {nameof(StoreProvider.Sqlite)} takes none: set Store:Provider to postgresql, or leave it out.";
        if (string.IsNullOrWhiteSpace(ConnectionString))
            return $"{Setting} is missing, and Store:Provider is postgresql: write where the server is, such as {Example}.";

        return Fault(Setting, ConnectionString);
    }

    /// <summary>What is wrong with a connection string, without a word of it; null for nothing.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="connectionString">As it was written.</param>
    internal static string? Fault(string name, string connectionString)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = connectionString }.TryGetValue("Host", out _) ? null : $"{name} names no Host: write it as {Example}.";
        }
        catch (ArgumentException)
        {
            return $"{name} is no list of Name=value with ; between: write it as {Example}.";
        }
    }
}

/// <summary>An engine.</summary>
public enum StoreProvider
{
    /// <summary>A file of SQLite's, embedded.</summary>
    Sqlite,

    /// <summary>A server of PostgreSQL's.</summary>
    Postgresql,
}
