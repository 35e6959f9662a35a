"""A device in words a person recognises: 'Chrome trên Android', not a user agent."""

# The first that is found counts: most browsers also name the ones they resemble.
_BROWSERS = (
    ("zalo", "Zalo"),
    ("fban", "Facebook"),
    ("fbav", "Facebook"),
    ("coc_coc", "Cốc Cốc"),
    ("samsungbrowser", "Samsung Internet"),
    ("edg", "Edge"),
    ("opr/", "Opera"),
    ("ucbrowser", "UC Browser"),
    ("firefox", "Firefox"),
    ("fxios", "Firefox"),
    ("chrome", "Chrome"),
    ("crios", "Chrome"),
    ("safari", "Safari"),
)
_SYSTEMS = (
    ("android", "Android"),
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("windows", "Windows"),
    ("cros", "Chromebook"),
    ("mac os", "máy Mac"),
    ("linux", "Linux"),
)


def device_words(user_agent: str) -> str:
    agent = user_agent.casefold()
    browser = next((name for sign, name in _BROWSERS if sign in agent), "Trình duyệt")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "máy không rõ")
    return f"{browser} trên {system}"
