using Strangler.Services.Backups.Uploads;

namespace Strangler.Services.Tests.Backups.Uploads;

/// <summary>File names, ordinary and hostile. With the prefix in front, few are a danger.</summary>
public sealed class UploadNameTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("..")]
    [InlineData("con.txt")]
    [InlineData("my file (1).txt")]
    [InlineData("semi;colon.txt")]
    [InlineData("a%20b%22.txt")]
    [InlineData("it's $(touch x) `id`")]
    [InlineData("漢字😀.txt")]
    [InlineData(".htaccess")]
    [InlineData("-rf")]
    public async Task Read_OddName_IsStoredUnderIt(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && name == "..", "Windows takes dots off the end of a name; such an upload is refused there.");
        using var folder = new UploadFolder();

        var stored = Assert.IsType<Upload.Stored>(await folder.ReadAsync(UploadForm.WithFile(name).Request(), Token));

        Assert.Equal((name, folder.PathOf(name)), (stored.File.Name, stored.File.Path));
        Assert.Equal([UploadFolder.Prefix + name], folder.Names);
    }

    [Theory]
    [InlineData("filename=\"../../evil.txt\"", "the file name must not contain '/'")]
    [InlineData("filename=\"/etc/passwd\"", "the file name must not contain '/'")]
    [InlineData("filename*=UTF-8''..%2f..%2fevil.txt", "the file name must not contain '/'")]
    [InlineData("filename*=UTF-8''a%00b", "the file name must not contain a NUL character")]
    [InlineData("filename=\"\"", "No file selected")]
    public async Task Read_NameThatCannotBe_IsRefused(string option, string text)
    {
        using var folder = new UploadFolder();
        var request = new UploadForm().FileNamed(option, "data").File("good.txt", "second").Request();

        var problem = option == "filename=\"\"" ? UploadProblem.EmptyName : UploadProblem.NameNotAllowed;
        Assert.Equal(new Upload.Refused(problem, text), await folder.RefusalAsync(request, Token));
    }

    [Theory]
    [InlineData("n", 231)]
    [InlineData("ü", 115)]
    public async Task Read_LongName_IsStoredUpTo255Bytes(string letter, int longest)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows counts UTF-16 units: see ProblemOf.");
        using var folder = new UploadFolder();
        var name = string.Concat(Enumerable.Repeat(letter, longest));

        Assert.Equal("File name too long", (await folder.RefusalAsync(UploadForm.WithFile(name + letter).Request(), Token)).Text);
        Assert.IsType<Upload.Stored>(await folder.ReadAsync(UploadForm.WithFile(name).Request(), Token));
    }

    [Theory]
    [InlineData("a\\b", "the file name must not contain '\\'")]
    [InlineData("a:stream", "the file name must not contain ':'")]
    [InlineData("a*?", "the file name must not contain '*'")]
    [InlineData("a\"b", "the file name must not contain '\"'")]
    [InlineData("a|b", "the file name must not contain '|'")]
    [InlineData("<a>", "the file name must not contain '<'")]
    [InlineData("a\tb", "the file name must not contain control characters")]
    [InlineData("a.", "the file name must not end in a dot or a blank")]
    [InlineData("a ", "the file name must not end in a dot or a blank")]
    [InlineData("..", "the file name must not end in a dot or a blank")]
    public void ProblemOf_NameOnWindows_IsWhatItsFilesCannotBeCalled(string name, string text)
    {
        Assert.Equal(text, UploadName.ProblemOf("upload_1_", name, isWindows: true));
        Assert.Null(UploadName.ProblemOf("upload_1_", name, isWindows: false));
    }

    [Fact]
    public void ProblemOf_LongNameOnWindows_CountsUtf16Units()
    {
        Assert.Null(UploadName.ProblemOf("12345", new string('ü', 250), isWindows: true));
        Assert.Equal("File name too long", UploadName.ProblemOf("12345", new string('ü', 251), isWindows: true));
        Assert.Equal("File name too long", UploadName.ProblemOf("12345", new string('ü', 126), isWindows: false));
    }
}
