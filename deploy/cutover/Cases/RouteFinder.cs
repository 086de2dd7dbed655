using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.Configuration;
using Strangler.CommandLine.Exit;
using Strangler.Settings;
using Strangler.ShadowDiff.JsonFiles;

namespace Strangler.CommandLine.Cases;

/// <summary>Names the route of a target by the routes of <c>yarp.json</c>: the most exact pattern that matches, as the gateway's routing does.</summary>
internal sealed class RouteFinder
{
    private readonly Lazy<List<Candidate>> _routes;

    /// <param name="path">The file, looked for in the working folder and beside the program; read when first needed.</param>
    public RouteFinder(string path) => _routes = new(() => Load(path));

    /// <summary>The routes, by name.</summary>
    public IReadOnlyList<string> Names => [.. _routes.Value.Select(route => route.Route).Distinct().Order(StringComparer.Ordinal)];

    /// <param name="target">As on the request line; what follows the authority counts.</param>
    /// <exception cref="CommandException">The file is missing or broken.</exception>
    public string Find(string target)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = new PathString(Decode(query < 0 ? target : target[..query]));
        var arguments = query < 0 ? new QueryCollection() : new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(target[query..]));

        // Templates do not match a doubled slash inside; in the gateway such a target is the catch-all's.
        return (_routes.Value.Find(route => route.Matches(path, arguments)) ?? _routes.Value[^1]).Route;
    }

    /// <summary>As legacy and the gateway read it: slashes at the start count as one.</summary>
    private static string Decode(string path) => $"/{Uri.UnescapeDataString(path).TrimStart('/')}";

    private static List<Candidate> Load(string path)
    {
        string[] places = [Path.GetFullPath(path), Path.GetFullPath(path, AppContext.BaseDirectory)];
        var found = Array.Find(places, Path.Exists)
            ?? throw new CommandException($"there is no {path}, which names the routes; name the gateway's yarp.json with --routes.", ExitCode.BadUsage);
        try
        {
            var text = EditedFile.Read(found);
            if (DuplicateMembers.Find(text) is { Count: > 0 } duplicates)
                throw new CommandException($"{found} cannot be read: {string.Join("; ", duplicates)}", ExitCode.BadUsage);

            var routes = new ConfigurationBuilder().AddJsonStream(new MemoryStream(text)).Build().GetSection("ReverseProxy:Routes").GetChildren();
            return [.. routes.Select(Candidate.Of).OrderBy(route => route.Precedence).ThenByDescending(route => route.Arguments.Count)];
        }
        catch (JsonException exception)
        {
            throw new CommandException($"{found} cannot be read: {JsonFault.NotJson(exception)}", ExitCode.BadUsage);
        }
        catch (Exception exception) when (exception is InvalidDataException or RoutePatternException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{found} cannot be read: {exception.Message}", ExitCode.BadUsage);
        }
    }

    /// <param name="Prefix">What stands before the parameter: letter case counts, as for legacy and the gateway (contract 3.3).</param>
    private sealed record Candidate(string Route, string Prefix, TemplateMatcher Matcher, decimal Precedence, IReadOnlyList<string> Arguments)
    {
        public static Candidate Of(IConfigurationSection route)
        {
            var pattern = route["Match:Path"] ?? "/{**path }";
            var template = new RouteTemplate(RoutePatternFactory.Parse(pattern));
            return new(
                route["Metadata:Route"] ?? route.Key, pattern.Split('{')[0], new TemplateMatcher(template, []), RoutePrecedence.ComputeInbound(template),
                [.. route.GetSection("Match:QueryParameters").GetChildren().Select(parameter => parameter["Name"] ?? "")]);
        }

        public bool Matches(PathString path, QueryCollection arguments) =>
            Arguments.All(arguments.ContainsKey) && path.Value!.StartsWith(Prefix, StringComparison.Ordinal)
            && (IsCatchAll || path.Value[^1] != '/') && Matcher.TryMatch(path, []);

        /// <summary>Elsewhere a slash at the end makes another path.</summary>
        private bool IsCatchAll => Matcher.Template.Parameters.Any(parameter => parameter.IsCatchAll);
    }
}
