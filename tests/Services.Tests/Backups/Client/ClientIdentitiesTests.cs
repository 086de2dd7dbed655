using Strangler.Services.Backups.Client;
using Strangler.Testing;

namespace Strangler.Services.Tests.Backups.Client;

public sealed class ClientIdentitiesTests : IDisposable
{
    private static readonly ClientUser User = new("127.0.0.1", 1256, "someone");
    private readonly TemporaryFolder _folder = new();
    private readonly ClientIdentities _identities;

    public ClientIdentitiesTests() => _identities = new ClientIdentities(_folder.Combine("identities"), TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Identity_OfAUser_IsLentToTheNextJobOfThatUserOnly()
    {
        _identities.TakeFrom(User, Job("1", "me.info", "priv.key"));
        _identities.LendTo(User, Job("2"));
        _identities.LendTo(User with { Name = "other" }, Job("3"));
        _identities.LendTo(User with { Port = 1257 }, Job("4"));

        Assert.Equal("1", File.ReadAllText(_folder.Combine("2", "me.info")));
        Assert.Equal("1", File.ReadAllText(_folder.Combine("2", "priv.key")));
        Assert.Empty(Directory.GetFiles(_folder.Combine("3")));
        Assert.Empty(Directory.GetFiles(_folder.Combine("4")));
    }

    [Fact]
    public void Key_WithoutRegistration_IsNotKept()
    {
        _identities.TakeFrom(User, Job("1", "priv.key"));
        _identities.LendTo(User, Job("2"));

        Assert.Empty(Directory.GetFiles(_folder.Combine("2")));
    }

    [Fact]
    public void Folder_OfAUser_TellsNoNameAndIsTheOwnersOnly()
    {
        _identities.TakeFrom(User, Job("1", "me.info", "priv.key"));

        var folder = Assert.Single(Directory.GetDirectories(_folder.Combine("identities")));
        Assert.DoesNotContain("someone", folder, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public async Task Turns_OfOneUser_ComeOneAfterTheOther_OfTwoUsersTogether()
    {
        var token = TestContext.Current.CancellationToken;
        var first = await _identities.EnterAsync(User, token);
        var second = _identities.EnterAsync(User, token);
        using var other = await _identities.EnterAsync(User with { Name = "other" }, token);
        Assert.False(second.IsCompleted);

        using var given = new CancellationTokenSource();
        var third = _identities.EnterAsync(User, given.Token);
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);

        first.Dispose();
        (await second).Dispose();
        (await _identities.EnterAsync(User, token)).Dispose();
    }

    private string Job(string name, params ReadOnlySpan<string> files)
    {
        var folder = Directory.CreateDirectory(_folder.Combine(name)).FullName;
        foreach (var file in files)
            File.WriteAllText(Path.Combine(folder, file), name);
        return folder;
    }
}
