namespace Strangler.ShadowDiff.Store;

/// <summary>An exchange as it is kept: without credentials, cookies and file contents.</summary>
internal sealed record StoredExchange(DateTimeOffset At, string ServedBy, StoredRequest Request, StoredResponse Legacy, StoredResponse Modern);
