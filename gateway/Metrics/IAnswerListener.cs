using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Metrics;

/// <summary>Hears of each answer, on its request's path: it never waits and never throws.</summary>
internal interface IAnswerListener
{
    /// <param name="context">The request, whose answer is done.</param>
    /// <param name="decision">What was decided for it.</param>
    /// <param name="start">The time stamp of its arrival.</param>
    /// <param name="duration">Until its answer was done.</param>
    /// <param name="failure">What ended it, if something did.</param>
    void Answered(HttpContext context, ICutoverFeature decision, long start, TimeSpan duration, Exception? failure);
}
