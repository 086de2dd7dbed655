using Microsoft.Extensions.Options;

namespace Strangler.Gateway.Listeners;

/// <summary>Checks <see cref="ProxyOptions"/> at start.</summary>
[OptionsValidator]
internal sealed partial class ProxyOptionsValidator : IValidateOptions<ProxyOptions>;
