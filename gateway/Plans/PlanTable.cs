using System.Data.Common;
using Strangler.Contract;
using Strangler.Gateway.Configuration;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Plans;

/// <summary>Table <c>plan</c> of <c>gateway.db</c>: the last plan of each route, for each <c>features.json</c> whose flags it moves.</summary>
internal sealed class PlanTable(PlanBook book) : IStoreFeature
{
    private const string Columns = "route, name, plan, who, why, force, started, state, step, at, held, since, note";

    private static readonly string Replaced = string.Join(", ", Columns.Split(", ").Select(column => $"{column} = excluded.{column}"));

    /// <inheritdoc/>
    public IEnumerable<Migration> Migrations =>
    [
        new(
            12,
            """
            CREATE TABLE plan (
                file TEXT NOT NULL, route TEXT NOT NULL, name TEXT NOT NULL, plan TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL, force INTEGER NOT NULL,
                started INTEGER NOT NULL, state TEXT NOT NULL, step INTEGER NOT NULL, at TEXT NOT NULL, held INTEGER NOT NULL, since INTEGER NOT NULL, note TEXT,
                PRIMARY KEY (file, route)) STRICT, WITHOUT ROWID;
            """),
    ];

    /// <inheritdoc/>
    public void Load(DbConnection connection) => book.Load(Read(connection, book.File));

    /// <inheritdoc/>
    public void BeginAnew(DbConnection connection) => book.PauseAll("gateway.db was begun anew, without the evidence that the gate had");

    public static void Write(DbConnection connection, string file, PlanRun run) => connection.Execute(
        $"""
        INSERT INTO plan (file, {Columns})
        VALUES (@file, @route, @name, @plan, @who, @why, @force, @started, @state, @step, @at, @held, @since, @note)
        ON CONFLICT (file, route) DO UPDATE SET {Replaced}
        """,
        ("@file", file),
        ("@route", run.Route),
        ("@name", run.PlanName),
        ("@plan", run.Plan.ToJson()),
        ("@who", run.Who),
        ("@why", run.Why),
        ("@force", run.Force ? 1L : 0L),
        ("@started", run.Started.ToUnixTimeMilliseconds()),
        ("@state", run.State.ToString()),
        ("@step", (long)run.Step),
        ("@at", run.At.ToString()),
        ("@held", (long)run.Held.TotalMilliseconds),
        ("@since", run.Since.ToUnixTimeMilliseconds()),
        ("@note", run.Note));

    private static IReadOnlyList<PlanRun> Read(DbConnection connection, string file) =>
        connection.Query($"SELECT {Columns} FROM plan WHERE file = @file", Run, ("@file", file));

    private static PlanRun Run(Row row)
    {
        var plan = PromotionPlan.OfJson(row.GetString(2));
        var step = row.GetInt32(8);
        if (!Enum.TryParse<PlanState>(row.GetString(7), out var state) || !RouteStage.TryParse(row.GetString(9), out var at) || step < -1 || step >= plan.Steps.Count)
            throw new FormatException($"The plan of '{row.GetString(0)}' is none that a gateway has written.");

        return new PlanRun(row.GetString(0), row.GetString(1), plan, row.GetString(3), row.GetString(4), row.GetInt64(5) != 0, DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6)))
        {
            State = state,
            Step = step,
            At = at,
            Held = TimeSpan.FromMilliseconds(row.GetInt64(10)),
            Since = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(11)),
            Note = row.GetText(12),
        };
    }
}
