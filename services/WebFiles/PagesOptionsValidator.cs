using Microsoft.Extensions.Options;

namespace Strangler.Services.WebFiles;

/// <summary>Checks the folders at startup; generated from the annotations. One that does not exist is none of its business: legacy answers 404 then.</summary>
[OptionsValidator]
internal sealed partial class PagesOptionsValidator : IValidateOptions<PagesOptions>;
