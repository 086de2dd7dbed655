namespace Strangler.Services.Flask;

/// <summary>The feature of a request whose view failed: Flask's page for errors was the answer.</summary>
internal sealed record ViewFailure(Exception Error);
