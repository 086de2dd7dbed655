using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace Strangler.Testing.Architecture;

/// <summary>
/// The folders of one project and the arrows between them, held against a table of those that are allowed. A folder is a namespace below
/// the project's own, written with slashes: <c>Reports/Page</c>; the project's own is <see cref="Root"/>.
/// </summary>
/// <param name="assembly">The project.</param>
/// <param name="rootNamespace">Its namespace, e.g. <c>Strangler.ShadowDiff</c>.</param>
/// <param name="allowed">
/// For each folder the folders that it may use. A row <c>Routes/*</c> stands for each folder below <c>Routes</c>, which may then not use
/// each other; an entry <c>Routes/*</c> allows all of them, and <see cref="All"/> allows everything (for the composition).
/// </param>
public sealed class FolderArrows(Assembly assembly, string rootNamespace, IReadOnlyDictionary<string, string[]> allowed)
{
    /// <summary>The folder of the types in the project's own namespace.</summary>
    public const string Root = ".";

    /// <summary>As the only entry of a row: that folder may use every other.</summary>
    public const string All = "*";

    private const string AnyBelow = "/*";

    private readonly Lazy<IReadOnlyList<Arrow>> _arrows = new(() => Find(assembly, rootNamespace));

    /// <summary>The arrows that the table does not allow, each with the types it comes from: <c>Compare -> Store: JsonComparer -> StoreWriter</c>.</summary>
    public IReadOnlyList<string> Forbidden() =>
    [
        .. from arrow in _arrows.Value
           where !Allows(arrow.From, arrow.To)
           select $"{arrow.From} -> {arrow.To}: {arrow.Source} -> {arrow.Target}",
    ];

    /// <summary>Folders that the table does not know, and rows and entries of it that nothing needs any more.</summary>
    public IReadOnlyList<string> Outdated()
    {
        var folders = _arrows.Value.SelectMany(arrow => new[] { arrow.From, arrow.To }).Distinct().ToList();
        return
        [
            .. folders.Where(folder => RowOf(folder) is null).Select(folder => $"{folder} has no row"),
            .. from row in allowed
               from entry in row.Value
               where !_arrows.Value.Any(arrow => RowOf(arrow.From) == row.Key && Covers(entry, arrow.To))
               select $"{row.Key} -> {entry} is not needed",
        ];
    }

    /// <summary>The circles that the table itself allows, e.g. <c>Rules -> Compare -> Rules</c>. Each is named once.</summary>
    public IReadOnlyList<string> Cycles()
    {
        var cycles = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var start in allowed.Keys)
            Walk([start], cycles);

        return [.. cycles];
    }

    /// <summary>A circle is noted from the first of its folders in the order of the alphabet, so that it counts once.</summary>
    private void Walk(List<string> path, SortedSet<string> cycles)
    {
        foreach (var next in allowed.Keys.Where(row => allowed[path[^1]].Any(entry => Reaches(path[^1], entry, row))))
        {
            if (next == path[0])
                cycles.Add(string.Join(" -> ", path.Append(next)));
            else if (!path.Contains(next) && string.CompareOrdinal(next, path[0]) > 0)
                Walk([.. path, next], cycles);
        }
    }

    /// <summary>Whether an entry of one row leads to another row: both may stand for many folders.</summary>
    private static bool Reaches(string from, string entry, string row) =>
        entry == All ? row != from : Covers(entry, row) || Covers(row, entry);

    private bool Allows(string from, string to) =>
        RowOf(from) is { } row && allowed[row].Any(entry => Covers(entry, to));

    private string? RowOf(string folder) =>
        allowed.ContainsKey(folder) ? folder
        : allowed.Keys.Where(row => row.EndsWith(AnyBelow, StringComparison.Ordinal) && Covers(row, folder)).MaxBy(row => row.Length);

    private static bool Covers(string entry, string folder) =>
        entry == All || entry == folder || (entry.EndsWith(AnyBelow, StringComparison.Ordinal) && folder.StartsWith(entry[..^1], StringComparison.Ordinal));

    private static List<Arrow> Find(Assembly assembly, string rootNamespace)
    {
        var types = new ArchLoader().LoadAssembly(assembly).Build().Types;
        return
        [
            .. (from type in types
                let source = Outermost(type)
                from target in type.Dependencies.Select(dependency => dependency.Target).Where(target => target is not GenericParameter).Select(Outermost).Distinct()
                let ends = (From: FolderOf(source, rootNamespace), To: FolderOf(target, rootNamespace))
                where ends.From is not null && ends.To is not null && ends.From != ends.To
                select new Arrow(ends.From, ends.To, NameOf(source), NameOf(target)))
            .Distinct()
            .OrderBy(arrow => arrow.ToString(), StringComparer.Ordinal),
        ];
    }

    /// <summary>A nested type, and what the compiler makes of lambdas, iterators and async methods, counts as the type that it is written in.</summary>
    private static string Outermost(IType type)
    {
        var name = type.FullName;
        var nested = name.IndexOfAny(['+', '/']);
        var generic = name.IndexOf('<', StringComparison.Ordinal);
        return name[..Math.Min(nested < 0 ? name.Length : nested, generic < 1 ? name.Length : generic)];
    }

    private static string? FolderOf(string type, string rootNamespace)
    {
        var end = type.LastIndexOf('.');
        var space = end < 0 ? "" : type[..end];
        return space == rootNamespace ? Root
            : space.StartsWith(rootNamespace + ".", StringComparison.Ordinal) ? space[(rootNamespace.Length + 1)..].Replace('.', '/')
            : null;
    }

    /// <summary>Without its namespace and the mark of a generic type.</summary>
    private static string NameOf(string type) => type[(type.LastIndexOf('.') + 1)..].Split('`')[0];

    private sealed record Arrow(string From, string To, string Source, string Target);
}
