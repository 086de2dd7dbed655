namespace Strangler.Services.Tests.Flask.Multipart;

/// <summary>Content-Dispositions as Werkzeug 2.2.2 reads them. The results are its answers to these headers.</summary>
public sealed class DispositionTests
{
    [Theory]
    [InlineData("form-data; name=\"a\"", "a=v")]
    [InlineData("form-data; name=a b; x=y", "a b=v")]
    [InlineData("form-data; NAME = \"a\"", "a=v")]
    [InlineData("form-data;name=a", "a=v")]
    [InlineData("attachment; name=a; filename=\"\"", "a:={0}")]
    [InlineData("form-data; filename=b; name=a", "a:b={0}")]
    [InlineData("form-data; name=a; name=\"b\"", "b=v")]
    [InlineData("form-data; name=a; filename", "a=v")]
    [InlineData("form-data; name=a; filename=", "a=v")]
    [InlineData("form-data; name=a; filename=\"b\"; filename", "a=v")]
    [InlineData("form-data; filename=b", ":b={0}")]
    [InlineData("form-data; name='a'", "'a'=v")]
    [InlineData("form-data ; name=a", "=v")]
    [InlineData("form-data, name=a", "=v")]
    [InlineData("name=a", "=v")]
    [InlineData("", "=v")]
    [InlineData("; name=a", "=v")]
    [InlineData("form-data; , name=a", "a=v")]
    [InlineData("form-data;; name=a", "=v")]
    [InlineData("form-data; name=\"a\" x; filename=b", "a=v")]
    [InlineData("form-data; name=a, filename=b", "a=v")]
    [InlineData("form-data; \"name\"=\"a\"", "a=v")]
    [InlineData("form-data; \"x;y\"=z; name=a", "a=v")]
    [InlineData("form-data; \\*; name=a", "=v")]
    [InlineData("form-data;\u00a0name=\u00a0\"a\"\u00a0", "a=v")]
    [InlineData("form-data;\r\n\tname=\"a\r\n b\"", "a b=v")]
    [InlineData("form-data; name=a\r\nContent-Disposition: form-data; name=b", "a=v")]
    [InlineData("form-data; name=a\r\nX:\r\n:\r\n  \r\nY: z", "a=v")]
    [InlineData("form-data; name=a\r\nX", "Malformed")]
    public void Disposition_AnyForm_IsReadAsInLegacy(string disposition, string expected) =>
        Assert.Equal(Filled(expected), ReadForm.Of(disposition));

    [Theory]
    [InlineData("\"a\\\"b\"", "a\"b")]
    [InlineData("\"a\\\\b\"", "a\\b")]
    [InlineData("\"a\\\\\\\"b\"", "a\\\"b")]
    [InlineData("\"a\\nb\"", "a\\nb")]
    [InlineData("\"C:\\dir\\x.txt\"", "C:\\dir\\x.txt")]
    [InlineData("\"C:\\\\dir\\\\x.txt\"", "C:\\dir\\x.txt")]
    [InlineData("\"\\\\srv\\dir\\x.txt\"", "\\\\srv\\dir\\x.txt")]
    [InlineData("\"\\\\\\\\srv\\\\x.txt\"", "\\\\\\\\srv\\\\x.txt")]
    [InlineData("\"C:\\\"", "C:\\")]
    [InlineData("\"a;b,c\"", "a;b,c")]
    [InlineData("\"a\"b\"", "a")]
    [InlineData("\"a", "\"a")]
    [InlineData("\"", "")]
    [InlineData("a\\\"b", "a\\\"b")]
    [InlineData("a,b", "a")]
    [InlineData("a ;x", "a ")]
    [InlineData("\" a \"", " a ")]
    [InlineData("a%20b", "a%20b")]
    [InlineData("UTF-8''a", "UTF-8''a")]
    [InlineData("漢字😀", "漢字😀")]
    [InlineData("\"a\u2028b\"", "a\u2028b")]
    public void FileName_PlainAndQuoted_IsReadAsInLegacy(string text, string expected) =>
        Assert.Equal($"a:{expected}=" + ReadForm.File("v"u8), ReadForm.Of("form-data; name=a; filename=" + text));

    [Theory]
    [InlineData("filename*=UTF-8''%e2%82%ac.txt", "€.txt")]
    [InlineData("filename*=utf-8'en'a+b%2Fc", "a+b/c")]
    [InlineData("filename*=ISO-8859-1''%e4", "ä")]
    [InlineData("filename*=cp1252''%80", "€")]
    [InlineData("filename*=shift_jis''%82%a0", "あ")]
    [InlineData("filename*=latin1''%e4ü", "äÃ¼")]
    [InlineData("filename*=UTF-8''\"a;b\"", "a;b")]
    [InlineData("filename*=\"UTF-8''a b\"", "a b\"")]
    [InlineData("filename*=%e4", "%e4")]
    [InlineData("filename*=UTF-8'x y'%e4", "UTF-8'x y'%e4")]
    [InlineData("filename*=UTF-8''%zz%4", "%zz%4")]
    [InlineData("filename*=UTF-8''b; filename=c", "c")]
    [InlineData("filename=c; filename*=UTF-8''b", "b")]
    [InlineData("filename *= UTF-8''b", "b")]
    [InlineData("filename*1=b; filename*0=c", "bc")]
    [InlineData("filename*0*=UTF-8''%c3%bc; filename*1=%c3%bc", "üü")]
    [InlineData("filename*0*=UTF-8''%c3%bc; x=y; filename*1=%c3%bc", "ü%c3%bc")]
    [InlineData("x*0*=UTF-8''y; filename*1=%c3%bc", "ü")]
    public void FileName_ExtendedAndContinued_IsReadAsInLegacy(string option, string expected) =>
        Assert.Equal($"a:{expected}=" + ReadForm.File("v"u8), ReadForm.Of("form-data; name=a; " + option));

    [Theory]
    [InlineData("filename*=utf-8''%e2%82.txt", "Malformed")]
    [InlineData("filename*=UTF-8''%ed%a0%80", "Malformed")]
    [InlineData("filename*=ascii''%e4", "Malformed")]
    [InlineData("filename*=nonsense''a", "UnknownCharset")]
    [InlineData("filename*=rot13''a", "UnknownCharset")]
    [InlineData("filename*=utf-16''%00%d8", "Malformed")]
    [InlineData("filename*=UTF-8''", "a=v")]
    [InlineData("filename*x=b", "a=v")]
    public void FileName_ExtendedButNone_IsNoFile(string option, string expected) =>
        Assert.Equal(expected, ReadForm.Of("form-data; name=a; " + option));

    private static string Filled(string expected) => expected.Replace("{0}", ReadForm.File("v"u8), StringComparison.Ordinal);
}
