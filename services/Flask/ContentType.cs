namespace Strangler.Services.Flask;

/// <summary>The type of a file as the headers of an answer tell it.</summary>
internal readonly record struct ContentType(string Header, string? Encoding = null);
