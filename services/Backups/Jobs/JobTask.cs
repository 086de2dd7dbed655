using Strangler.Services.Backups.Client;
using Strangler.Services.Backups.Uploads;

namespace Strangler.Services.Backups.Jobs;

/// <summary>What a job is to do.</summary>
/// <param name="User">Whose backup it is, on which server.</param>
/// <param name="File">The stored upload.</param>
internal sealed record JobTask(ClientUser User, UploadedFile File)
{
    public TransferInfo TransferInfo => new(User.Host, User.Port, User.Name, File.Path);
}
