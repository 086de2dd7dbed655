namespace Strangler.Services.Realtime.EngineIo;

/// <summary>When a client is to be pinged, and when it is given up (contract 9.1). Not for several threads.</summary>
internal sealed class Heartbeat(EngineOptions options, TimeProvider time)
{
    private long _due = time.GetTimestamp() + Ticks(options.PingInterval, time);
    private bool _awaitsPong;

    /// <summary>What is to be done now.</summary>
    public HeartbeatStep Next()
    {
        var now = time.GetTimestamp();
        if (now < _due)
            return HeartbeatStep.Wait;
        if (_awaitsPong)
            return HeartbeatStep.GiveUp;
        _awaitsPong = true;
        _due += Ticks(options.PingTimeout, time);
        return now < _due ? HeartbeatStep.Ping : HeartbeatStep.GiveUp;
    }

    /// <summary>The client has answered. An answer to nothing counts for nothing.</summary>
    public void Pong()
    {
        if (!_awaitsPong)
            return;
        _awaitsPong = false;
        _due = time.GetTimestamp() + Ticks(options.PingInterval, time);
    }

    private static long Ticks(TimeSpan span, TimeProvider time) => (long)(span.TotalSeconds * time.TimestampFrequency);
}

/// <summary>What a heartbeat asks for.</summary>
internal enum HeartbeatStep
{
    Wait,
    Ping,
    GiveUp,
}
