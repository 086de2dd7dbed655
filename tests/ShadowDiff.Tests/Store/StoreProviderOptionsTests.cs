using System.ComponentModel.DataAnnotations;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Store.Postgres;

namespace Strangler.ShadowDiff.Tests.Store;

public sealed class StoreProviderOptionsTests
{
    [Theory]
    [InlineData(StoreProvider.Sqlite, "", null)]
    [InlineData(StoreProvider.Postgresql, "Host=h;Password=geheim", null)]
    [InlineData(StoreProvider.Sqlite, "Host=h;Password=geheim", "Store:ConnectionString is set and Sqlite takes none")]
    [InlineData(StoreProvider.Postgresql, " ", "Store:ConnectionString is missing")]
    [InlineData(StoreProvider.Postgresql, "Database=d;Password=geheim", "names no Host")]
    [InlineData(StoreProvider.Postgresql, "postgres://u:geheim@h/d", "is no list of Name=value")]
    public void Validate_SaysWhatIsMissing_AndNoPassword(StoreProvider provider, string connectionString, string? said)
    {
        var options = new StoreProviderOptions { Provider = provider, ConnectionString = connectionString };
        var faults = options.Validate(new ValidationContext(options)).Select(fault => fault.ErrorMessage!).ToList();
        Assert.Equal(said is null ? 0 : 1, faults.Count);
        Assert.All(faults, fault => Assert.Contains(said!, fault, StringComparison.Ordinal));
        Assert.All(faults, fault => Assert.DoesNotContain("geheim", fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Host=h;Hots=x;Password=geheim")]
    [InlineData("Host=h;Port=geheim")]
    public void WhatNpgsqlCannotRead_IsSaidInALine(string connectionString)
    {
        var refusal = Assert.Throws<StoreException>(() => new PostgresEngine(connectionString, new([])));
        Assert.True(refusal.IsSetting);
        Assert.StartsWith("Store:ConnectionString cannot be read: ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", refusal.Message, StringComparison.Ordinal);
    }
}
