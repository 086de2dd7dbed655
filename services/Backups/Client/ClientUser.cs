using System.Security.Cryptography;
using System.Text;

namespace Strangler.Services.Backups.Client;

/// <summary>A user as a backup server knows it.</summary>
internal sealed record ClientUser(string Host, int Port, string Name)
{
    /// <summary>A name for files: always the same for one user, without revealing who that is.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Host}\n{Port}\n{Name}")));
}
