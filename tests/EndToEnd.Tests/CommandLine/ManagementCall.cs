namespace Strangler.EndToEnd.Tests.CommandLine;

/// <summary>One request that a management port was sent.</summary>
internal sealed record ManagementCall(string Line, string Body, string? ContentType, string? Authorization);
