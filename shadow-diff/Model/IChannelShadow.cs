namespace Strangler.ShadowDiff.Model;

/// <summary>Takes what was asked and answered over long connections, to be compared with what the other side says.</summary>
public interface IChannelShadow
{
    /// <summary>Never waits and never throws: the client's connection goes on as it is.</summary>
    void Compare(ChannelExchange exchange);

    /// <summary>Takes what a side told clients unasked: it is judged by what the other side's are like. Never waits and never throws.</summary>
    void Judge(ChannelNotice notice);
}
