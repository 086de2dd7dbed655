using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Processing;

/// <summary>Is told of each pair of answers that is compared, beside the evidence and in the same order: what is done with it here is in no count.</summary>
internal interface IComparedPairs
{
    /// <summary>A request was mirrored, whether or not its answers are compared.</summary>
    void Asked(string route, EarlierRequest request);

    /// <summary>Both answers to an exchange, before anything was made of them.</summary>
    void Compared(CapturedExchange exchange, ResponsePair pair);

    /// <summary>An answer that its owner alone can give, before it was judged by shape.</summary>
    void Judging(CapturedExchange exchange);
}
