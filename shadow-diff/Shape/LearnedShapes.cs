using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Shape;

/// <summary>What both sides' answers were like, modern's with its present build; <see cref="ShapeStore"/> carries it to the database.</summary>
internal sealed class LearnedShapes(IModernBuild build)
{
    /// <summary>Shapes that are kept; a client that makes up methods cannot fill the memory.</summary>
    private const int MostShapes = 200;

    private readonly Lock _lock = new();
    private readonly Dictionary<ShapeKey, RouteShape> _shapes = [];
    private readonly HashSet<ShapeKey> _changed = [];

    /// <summary>Looks at what is known of one side, and of the other.</summary>
    public T Read<T>(string route, string method, Side side, Func<RouteShape, RouteShape, T> read)
    {
        lock (_lock)
        {
            return read(Find(KeyOf(route, method, side)), Find(KeyOf(route, method, side == Side.Legacy ? Side.Modern : Side.Legacy)));
        }
    }

    public void Add(string route, string method, Side side, SeenAnswer answer, JobStep? step)
    {
        var key = KeyOf(route, method, side);
        lock (_lock)
        {
            if (!_shapes.TryGetValue(key, out var shape))
            {
                if (_shapes.Count >= MostShapes)
                    return;

                _shapes[key] = shape = new();
            }

            shape.Add(answer, step);
            _changed.Add(key);
        }
    }

    /// <summary>Takes up what the database holds. Of another build of modern it is no use.</summary>
    public void Load(ShapeKey key, RouteShape shape)
    {
        if (key != KeyOf(key.Route, key.Method, key.Side))
            return;

        lock (_lock)
        {
            // What came before the database could be read counts too, and is little.
            _shapes[key] = shape;
        }
    }

    /// <summary>Those that have changed since the last call, as they are written.</summary>
    public IReadOnlyList<(ShapeKey Key, string Document)> Take()
    {
        lock (_lock)
        {
            (ShapeKey, string)[] changed = [.. _changed.Select(key => (key, _shapes[key].ToJson()))];
            _changed.Clear();
            return changed;
        }
    }

    /// <summary>These could not be written.</summary>
    public void Return(IEnumerable<ShapeKey> keys)
    {
        lock (_lock)
        {
            _changed.UnionWith(keys);
        }
    }

    /// <summary>All are to be written again.</summary>
    public void ReturnAll()
    {
        lock (_lock)
        {
            _changed.UnionWith(_shapes.Keys);
        }
    }

    private RouteShape Find(ShapeKey key) => _shapes.GetValueOrDefault(key) ?? new();

    private ShapeKey KeyOf(string route, string method, Side side) => new(route, method, side, side == Side.Modern ? build.BuildOf(route) : "");
}

/// <summary>What a shape is of.</summary>
/// <param name="Route">The route.</param>
/// <param name="Method">The method of the requests.</param>
/// <param name="Side">The side that answered.</param>
/// <param name="Build">The build of modern; empty for legacy.</param>
internal readonly record struct ShapeKey(string Route, string Method, Side Side, string Build);
