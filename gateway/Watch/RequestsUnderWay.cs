using Microsoft.AspNetCore.Http.Features;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Listeners;
using Strangler.Services.Flask;

namespace Strangler.Gateway.Watch;

/// <summary>
/// The requests that modern has not answered. One hangs that has waited for modern, not for its client's body, longer than a bound before its answer began, or for a disk within that; each is counted
/// once, and told of as long as it hangs. Places are used again: a request costs no memory.
/// </summary>
internal sealed class RequestsUnderWay(TimeProvider time)
{
    private const int None = -1;

    private readonly Lock _lock = new();
    private Place[] _places = [];
    private int _free = None;
    private int _hanging;

    /// <summary>How many hung when last looked at, and have not ended since.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    /// <summary>A request has come.</summary>
    /// <returns>Its place.</returns>
    public int Begin(HttpContext context, long start)
    {
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };
        var place = new Place
        {
            Response = context.Features.Get<IHttpResponseFeature>(),
            Body = hasBody ? context.Features.Get<IRequestBodyPipeFeature>() as RequestBodyReader : null,
            Client = context.Features.Get<IClientAddress>(),
            Start = start,
            IsWatched = !hasBody || context.Features.Get<IRequestBodyPipeFeature>() is RequestBodyReader,
        };
        int index;
        lock (_lock)
        {
            if (_free == None)
                Grow();
            index = _free;
            var before = _places[index];
            _free = before.Next;
            _places[index] = place with { Reads = before.Reads };
            place = _places[index];
        }

        context.Features.Set(place.Reads);
        return index;
    }

    /// <summary>It is over.</summary>
    /// <returns>Whether it was counted as one that hangs.</returns>
    public bool End(int index, long start)
    {
        lock (_lock)
        {
            if (index < 0 || index >= _places.Length || _places[index].Response is null || _places[index].Start != start)
                return false;

            var wasCounted = _places[index].IsCounted;
            if (_places[index].Hangs)
                _hanging--;
            _places[index] = new Place { Next = _free, Reads = _places[index].Reads };
            _free = index;
            return wasCounted;
        }
    }

    /// <summary>Whether any has come before.</summary>
    public bool IsAnyOlderThan(TimeSpan age)
    {
        lock (_lock)
        {
            foreach (ref readonly var place in _places.AsSpan())
            {
                if (place.Response is not null && time.GetElapsedTime(place.Start) > age)
                    return true;
            }
        }

        return false;
    }

    /// <summary>Looks which hang.</summary>
    /// <param name="bound">Longer than that.</param>
    /// <returns>How many that did not before.</returns>
    public int Look(TimeSpan bound)
    {
        lock (_lock)
        {
            var (fresh, hanging) = (0, 0);
            foreach (ref var place in _places.AsSpan())
            {
                place.Hangs = place is { IsWatched: true, Response: not null } && Hangs(ref place, bound);
                if (!place.Hangs)
                    continue;

                hanging++;
                fresh += place.IsCounted ? 0 : 1;
                place.IsCounted = true;
            }

            Volatile.Write(ref _hanging, hanging);
            return fresh;
        }
    }

    /// <summary>How many of one client hang.</summary>
    public int HangingOf(IClientAddress client)
    {
        var count = 0;
        lock (_lock)
        {
            foreach (ref readonly var place in _places.AsSpan())
                count += place.Hangs && place.Client == client ? 1 : 0;
        }

        return count;
    }

    private bool Hangs(ref Place place, TimeSpan bound)
    {
        if (time.GetElapsedTime(place.Start) <= bound)
            return false;
        if (place.Response!.HasStarted)
            return ReadsTooLong(ref place, bound);

        return place.Body is not { } body || (body.Since is { } since && time.GetElapsedTime(since) > bound);
    }

    /// <summary>Whether the reading that lasts now is the one that lasted when it was looked at so long ago.</summary>
    private bool ReadsTooLong(ref Place place, TimeSpan bound)
    {
        var steps = place.Reads!.Steps;
        if (steps % 2 == 1 && steps == place.SeenSteps)
            return time.GetElapsedTime(place.SeenAt) > bound;

        (place.SeenSteps, place.SeenAt) = (steps, time.GetTimestamp());
        return false;
    }

    private void Grow()
    {
        var before = _places.Length;
        Array.Resize(ref _places, Math.Max(8, before * 2));
        for (var index = _places.Length - 1; index >= before; index--)
            (_places[index].Next, _places[index].Reads, _free) = (_free, new(), index);
    }

    private struct Place
    {
        /// <summary>Null where the place is free. The server's own, which may be asked while the request runs.</summary>
        public IHttpResponseFeature? Response;
        public RequestBodyReader? Body;

        /// <summary>The place's own, whoever has it.</summary>
        public DiskReads? Reads;
        public long SeenSteps;
        public long SeenAt;
        public IClientAddress? Client;
        public long Start;
        public int Next;
        public bool IsWatched;
        public bool IsCounted;
        public bool Hangs;
    }
}
