using Microsoft.Extensions.Options;

namespace Strangler.Services.Configuration;

/// <summary>Checks the ranges at startup; generated from the annotations.</summary>
[OptionsValidator]
internal sealed partial class ServicesOptionsValidator : IValidateOptions<ServicesOptions>;
