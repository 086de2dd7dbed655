using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Mirror;

/// <summary>
/// What each copy of an answer goes through before anything compares it: the one place where a copy may be altered, to see whether the shadow
/// would have found a fault. The client's own answer has gone out by then and never comes here.
/// </summary>
internal interface IAnswerCopies
{
    /// <summary>The copy that is compared.</summary>
    /// <param name="side">Whose answer it is.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="answer">As the side gave it.</param>
    CapturedResponse Of(Side side, CapturedRequest request, CapturedResponse answer);
}

/// <summary>Copies that are what was answered.</summary>
internal sealed class TrueCopies : IAnswerCopies
{
    public CapturedResponse Of(Side side, CapturedRequest request, CapturedResponse answer) => answer;
}
