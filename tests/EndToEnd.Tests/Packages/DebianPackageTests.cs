using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Packages;

/// <summary>The package for Debian, installed by dpkg over a copy of this machine's files that takes all writes and is gone afterwards.</summary>
public sealed class DebianPackageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Install_Upgrade_Remove_Purge_KeepWhatIsTheOperatorsUntilTheEnd()
    {
        var steps = await RunAsync("""
            dpkg --install /package.deb >/dev/null && echo "installed"
            getent passwd cutover-gateway | cut -d: -f6,7
            stat -c '%n %U:%G %a' /etc/cutover-gateway /etc/cutover-gateway/features.json /etc/default/cutover-gateway /var/lib/cutover-gateway
            su -s /bin/sh cutover-gateway -c 'touch /etc/cutover-gateway/new /var/lib/cutover-gateway/gateway.db' && echo "written by its user"
            echo '{ "mine": 1 }' > /etc/cutover-gateway/features.json; echo '# mine' >> /etc/default/cutover-gateway
            dpkg --install --force-confdef /package.deb >/dev/null 2>&1; cat /etc/cutover-gateway/features.json; tail -n1 /etc/default/cutover-gateway
            dpkg --remove cutover-gateway >/dev/null; ls /usr/lib/cutover-gateway /usr/bin/cutover 2>/dev/null; cat /etc/cutover-gateway/features.json; ls /var/lib/cutover-gateway
            dpkg --purge cutover-gateway >/dev/null 2>&1; ls -d /etc/cutover-gateway /var/lib/cutover-gateway 2>/dev/null; getent passwd cutover-gateway || echo "gone"
            """);

        Assert.Equal(
            [
                "installed",
                "/var/lib/cutover-gateway:/usr/sbin/nologin",
                "/etc/cutover-gateway root:cutover-gateway 770",
                "/etc/cutover-gateway/features.json cutover-gateway:cutover-gateway 640",
                "/etc/default/cutover-gateway root:root 600",
                "/var/lib/cutover-gateway cutover-gateway:cutover-gateway 750",
                "written by its user",
                "{ \"mine\": 1 }",
                "# mine",
                "{ \"mine\": 1 }",
                "gateway.db",
                "gone",
            ],
            steps);
    }

    /// <summary>No systemd runs there, so what it is asked is noted by one of its name.</summary>
    [Fact]
    public async Task Service_IsNotStartedByTheInstallation_AndOverAnUpgradeOnlyIfItRan()
    {
        var steps = await RunAsync("""
            mkdir -p /run/systemd/system; rm -f /usr/bin/systemctl /bin/systemctl
            printf '#!/bin/sh\necho "$@" >> /asked\ncase "$*" in *is-active*) test -e /active ;; esac\n' > /usr/bin/systemctl; chmod +x /usr/bin/systemctl
            for step in "--install /package.deb" "--install /package.deb" "active" "--install /package.deb" "--remove cutover-gateway"; do
              echo "> $step"; : > /asked
              if [ "$step" = active ]; then touch /active; else dpkg $step >/dev/null 2>&1 || echo failed; fi
              cat /asked
            done
            """);

        Assert.Equal(
            [
                "> --install /package.deb", "daemon-reload",
                "> --install /package.deb", "--quiet is-active cutover-gateway.service", "daemon-reload", "daemon-reload",
                "> active",
                "> --install /package.deb", "--quiet is-active cutover-gateway.service", "stop cutover-gateway.service", "daemon-reload", "daemon-reload", "start cutover-gateway.service",
                "> --remove cutover-gateway", "--quiet disable --now cutover-gateway.service", "daemon-reload",
            ],
            steps);
    }

    [Fact]
    public async Task Unit_IsGoodForSystemd_AndLeavesLittleExposed()
    {
        var (exitCode, version) = await TryAnalyzeAsync("--version");
        Assert.SkipWhen(exitCode != 0, $"There is no systemd-analyze here: {version}");
        await HostProgram.RunAsync("dpkg-deb", "--extract", PackageFiles.Debian, _folder.Path);
        var unit = _folder.Combine("usr", "lib", "systemd", "system", "cutover-gateway.service");

        // The unit's program is where the installation has it; here that is below a folder.
        var text = await File.ReadAllTextAsync(unit, Token);
        await File.WriteAllTextAsync(unit, text.Replace("=/usr/lib/", $"={_folder.Path}/usr/lib/", StringComparison.Ordinal), Token);
        Assert.Equal((0, ""), await TryAnalyzeAsync("verify", "--man=no", unit));

        var (judged, exposure) = await TryAnalyzeAsync("security", "--offline=true", "--threshold=25", unit);
        Assert.True(judged == 0, exposure);
    }

    private static async Task<(int ExitCode, string Output)> TryAnalyzeAsync(params string[] arguments)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/systemd-analyze"))
            return (127, "no such program");

        return await HostProgram.TryAsync("/usr/bin/systemd-analyze", arguments);
    }

    /// <summary>The lines that a script says there.</summary>
    private async Task<string[]> RunAsync(string script)
    {
        Assert.SkipWhen(PackageFiles.NoRoot is not null, PackageFiles.NoRoot ?? "");
        foreach (var name in (string[])["upper", "work", "root"])
            Directory.CreateDirectory(_folder.Combine(name));
        File.Copy(PackageFiles.Debian, _folder.Combine("upper", "package.deb"));
        const string Enter = "mount -t overlay overlay -o lowerdir=/,upperdir=upper,workdir=work root && mount -t proc proc root/proc && exec chroot root sh -c \"$0\"";
        await using var dpkg = ChildProcess.Start("unshare", ["--mount", "sh", "-c", Enter, script], _folder.Path);
        await dpkg.GiveAsync("");
        await dpkg.ExitCodeAsync(Token);
        return dpkg.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
