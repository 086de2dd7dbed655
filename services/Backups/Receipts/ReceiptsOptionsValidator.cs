using Microsoft.Extensions.Options;

namespace Strangler.Services.Backups.Receipts;

/// <summary>Checks the ranges at startup; generated from the annotations.</summary>
[OptionsValidator]
internal sealed partial class ReceiptsOptionsValidator : IValidateOptions<ReceiptsOptions>;
