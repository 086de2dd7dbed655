using System.CommandLine;
using System.Globalization;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Packages;

/// <summary><c>package</c>: gateway and command as they are installed, for Linux and Windows.</summary>
internal static class PackageCommand
{
    private const string Linux = "linux-x64";

    private const string Windows = "win-x64";

    private static readonly Option<string> Output = new("--output")
    {
        Description = "Where the packages go",
        DefaultValueFactory = _ => Repository.At("artifacts", "packages"),
        HelpName = "folder",
    };

    private static readonly Option<bool> NoReadyToRun = new("--no-ready-to-run") { Description = "Leave the code to be compiled at the start: quicker to make, slower to start" };

    public static Command Create()
    {
        var command = new Command("package", "Makes the archives for Linux and Windows and the package for Debian, with manifest, bill of materials and notices") { Output, NoReadyToRun };
        command.SetAction(async (result, cancellationToken) =>
        {
            await MakeAsync(Path.GetFullPath(result.GetRequiredValue(Output)), !result.GetValue(NoReadyToRun), cancellationToken);
            return 0;
        });
        return command;
    }

    /// <summary>Makes them all; what was in their place goes.</summary>
    public static async Task MakeAsync(string output, bool readyToRun, CancellationToken cancellationToken)
    {
        var product = await Product.OfTreeAsync(cancellationToken);
        Directory.CreateDirectory(output);
        foreach (var old in Directory.EnumerateFiles(output).Where(file => Path.GetFileName(file).StartsWith(Product.Name, StringComparison.Ordinal)))
            File.Delete(old);

        var work = Repository.At("artifacts", "packages", "work");
        if (Directory.Exists(work))
            Directory.Delete(work, recursive: true);
        Directory.CreateDirectory(work);
        Console.WriteLine($"Packaging {Product.Name} {product.Version}.");
        var bill = await BillOfMaterials.ReadAsync(product, work, cancellationToken);
        List<string> made = [];
        foreach (var runtime in (string[])[Linux, Windows])
        {
            var folder = Path.Combine(work, runtime);
            await PackagedPrograms.LayAsync(folder, runtime, readyToRun, bill, cancellationToken);
            var archive = Path.Combine(output, product.NameFor(runtime) + (runtime == Windows ? ".zip" : ".tar.gz"));
            if (runtime == Windows)
                Archive.WriteZip(folder, product.NameFor(runtime), product.Date, archive);
            else
                Archive.WriteTar(folder, product.NameFor(runtime), PackagedPrograms.Runnable, product.Date, archive);
            made.Add(archive);
        }

        var debian = Path.Combine(output, $"{Product.Name}_{product.Version}_amd64.deb");
        if (await DebianPackage.WriteAsync(Path.Combine(work, Linux), product, Path.Combine(work, "debian"), debian, cancellationToken) is { } problem)
            Console.WriteLine($"No package for Debian: {problem}.");
        else
            made.Add(debian);
        foreach (var file in made)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {file}  {new FileInfo(file).Length / 1e6:0.0} MB"));
    }
}
