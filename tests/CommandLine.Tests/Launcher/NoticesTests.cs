using Strangler.Launcher.Exit;
using Strangler.Launcher.Packages;
using Strangler.Testing;

namespace Strangler.CommandLine.Tests.Launcher;

/// <summary>What is shipped of others is named with its license, by what the package says, or is not shipped.</summary>
public sealed class NoticesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Package_IsNamedWithItsLicense_AndTheTextStandsOnce()
    {
        var text = NoticesOf(Describe("One", "<license type=\"expression\">MIT</license><copyright>(c) One</copyright>"), Describe("Two", "<license type=\"expression\">MIT</license>"));

        Assert.Contains("One 1.0\nlicense: MIT\ncopyright: (c) One\n", text, StringComparison.Ordinal);
        Assert.Contains("Two 1.0\nlicense: MIT\n", text, StringComparison.Ordinal);
        Assert.Single(text.Split("Permission is hereby granted")[1..]);
    }

    [Fact]
    public void Package_ThatBringsItsTexts_IsShownWithThose()
    {
        var package = Describe("One", "<license type=\"file\">LICENSE.txt</license>");
        File.WriteAllText(Path.Combine(package.Folder, "LICENSE.txt"), "Do as you like.\r\n");

        Assert.Contains("One 1.0\nlicense: LICENSE.txt\n\nDo as you like.\n", NoticesOf(package), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "One 1.0 does not say under which license it is: it cannot be shipped.")]
    [InlineData("<license type=\"expression\">0BSD</license>", "One is under 0BSD and brings no text of it: put that to ")]
    public void Package_WhoseLicenseIsNotKnown_IsNotShipped(string license, string said) =>
        Assert.StartsWith(said, Assert.Throws<LauncherException>(() => NoticesOf(Describe("One", license))).Message, StringComparison.Ordinal);

    private string NoticesOf(params ShippedPackage[] packages)
    {
        Notices.Write(_folder.Path, packages);
        return File.ReadAllText(_folder.Combine(Notices.Name));
    }

    private ShippedPackage Describe(string id, string license)
    {
        var folder = Directory.CreateDirectory(_folder.Combine(id)).FullName;
        File.WriteAllText(Path.Combine(folder, $"{id}.nuspec"), $"<package><metadata><id>{id}</id>{license}</metadata></package>");
        return new ShippedPackage(id, "1.0", folder);
    }
}
