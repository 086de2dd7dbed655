using Strangler.Contract.Management;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Doctor;

/// <summary>Whether this program can go on with the database that is there.</summary>
internal sealed class DatabaseExamination(GatewayDatabase database)
{
    private const string Check = "database";
    private const string Help = "docs/runbook.md, 'The disk is full', says what helps.";

    public Finding Examine(bool serves)
    {
        if (serves && database.Notice is { } notice)
            return Finding.Bad(Check, notice, Help);

        try
        {
            return database.VersionThere() switch
            {
                null => Finding.Good(Check, $"{database.Name} is not there yet: the first start makes it."),
                > GatewayDatabase.Unfinished => Finding.Bad(
                    Check, $"{database.Name} is not whole: a move into it was broken off.", "Go on with it by the same ./cutover store migrate, or name another database."),
                { } version when version > database.SchemaVersion => Finding.Bad(
                    Check,
                    $"{database.Name} has schema {version}, and this program knows schemas up to {database.SchemaVersion}.",
                    "Run the newer program that wrote it, or put back the copy that its upgrade has made."),
                { } version => Finding.Good(Check, $"{database.Name} has schema {version}{(version < database.SchemaVersion ? $"; the next start makes it {database.SchemaVersion}" : "")}."),
            };
        }
        catch (StoreException ex)
        {
            return Finding.Bad(Check, ex.Message, Help);
        }
    }
}
