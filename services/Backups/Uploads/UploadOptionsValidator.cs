using Microsoft.Extensions.Options;

namespace Strangler.Services.Backups.Uploads;

/// <summary>Checks the ranges at startup; generated from the annotations.</summary>
[OptionsValidator]
internal sealed partial class UploadOptionsValidator : IValidateOptions<UploadOptions>;
